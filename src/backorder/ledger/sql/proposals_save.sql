-- proposals_save: write new proposals and what changed in others, withdraw those nobody needs.
-- reads: supplier. writes: proposal.
-- parameters: columns as arrays: p_* proposals, a_* other ways beside a proposal, gone; journal, at.
-- invariant: a row that stands as it should is not written; the answer counts those that were.
WITH other AS (
    SELECT
        a.proposal,
        jsonb_agg(
            jsonb_build_object(
                'supplier', v.code, 'quantity', a.quantity, 'unit_cost', a.unit_cost,
                'total_cost', a.total_cost, 'expected_on', nullif(a.expected_on, '-infinity')
            ) ORDER BY a.total_cost, v.code
        ) AS ways
    FROM unnest(
        %(a_proposal)s::bigint[], %(a_supplier)s::bigint[], %(a_quantity)s::bigint[],
        %(a_unit_cost)s::bigint[], %(a_total_cost)s::bigint[], %(a_expected_on)s::date[]
    ) AS a (proposal, supplier, quantity, unit_cost, total_cost, expected_on)
    JOIN supplier AS v ON v.id = a.supplier
    GROUP BY a.proposal
),
given AS (
    SELECT
        g.id, g.is_new, (ARRAY['buy', 'surplus'])[g.kind + 1] AS kind, g.product, g.location,
        nullif(g.supplier, 0) AS supplier, g.emergency = 1 AS emergency, g.needed, g.quantity,
        g.unit_cost, nullif(g.order_on, '-infinity') AS order_on,
        nullif(g.expected_on, '-infinity') AS expected_on, g.total_cost, g.extra_cost,
        nullif(g.line, 0) AS line, coalesce(o.ways, '[]'::jsonb) AS ways,
        jsonb_build_object(
            'waiting', g.waiting, 'customers', g.customers, 'for_demand', g.for_demand,
            'for_safety', g.for_safety, 'days', g.days, 'on_shelf', g.on_shelf,
            'on_order', g.on_order, 'in_drafts', g.in_drafts, 'units', g.units
        ) AS reason
    FROM unnest(
        %(p_id)s::bigint[], %(p_new)s::bigint[], %(p_kind)s::bigint[], %(p_product)s::bigint[],
        %(p_location)s::bigint[], %(p_supplier)s::bigint[], %(p_emergency)s::bigint[],
        %(p_needed)s::bigint[], %(p_quantity)s::bigint[], %(p_unit_cost)s::bigint[],
        %(p_order_on)s::date[], %(p_expected_on)s::date[], %(p_total_cost)s::bigint[],
        %(p_extra_cost)s::bigint[], %(p_line)s::bigint[], %(p_waiting)s::bigint[],
        %(p_customers)s::bigint[], %(p_for_demand)s::bigint[], %(p_for_safety)s::bigint[],
        %(p_days)s::bigint[], %(p_on_shelf)s::bigint[], %(p_on_order)s::bigint[],
        %(p_in_drafts)s::bigint[], %(p_units)s::bigint[]
    ) AS g (
        id, is_new, kind, product, location, supplier, emergency, needed, quantity, unit_cost,
        order_on, expected_on, total_cost, extra_cost, line, waiting, customers, for_demand,
        for_safety, days, on_shelf, on_order, in_drafts, units
    )
    LEFT JOIN other AS o ON o.proposal = g.id
),
withdrawn AS (
    UPDATE proposal AS p
    SET state = 'gone', changed_at = %(at)s::timestamptz, journal_id = %(journal)s::bigint
    WHERE p.id = ANY(%(gone)s::bigint[])
    RETURNING p.id
),
changed AS (
    UPDATE proposal AS p
    SET
        needed = g.needed, quantity = g.quantity, unit_cost = g.unit_cost, order_on = g.order_on,
        expected_on = g.expected_on, total_cost = g.total_cost, extra_cost = g.extra_cost,
        reason = g.reason, alternatives = g.ways, changed_at = %(at)s::timestamptz,
        journal_id = %(journal)s::bigint
    FROM given AS g
    WHERE g.is_new = 0 AND p.id = g.id
        AND (
            p.needed, p.quantity, p.unit_cost, p.order_on, p.expected_on, p.total_cost, p.extra_cost,
            p.reason, p.alternatives
        ) IS DISTINCT FROM (
            g.needed, g.quantity, g.unit_cost, g.order_on, g.expected_on, g.total_cost, g.extra_cost,
            g.reason, g.ways
        )
    RETURNING p.id
),
added AS (
    INSERT INTO proposal (
        id, kind, product_id, location_id, supplier_id, emergency, needed, quantity, unit_cost,
        order_on, expected_on, total_cost, extra_cost, reason, alternatives, state, opened_at,
        changed_at, journal_id, purchase_line_id
    )
    SELECT
        g.id, g.kind, g.product, g.location, g.supplier, g.emergency, g.needed, g.quantity,
        g.unit_cost, g.order_on, g.expected_on, g.total_cost, g.extra_cost, g.reason, g.ways, 'open',
        %(at)s::timestamptz, %(at)s::timestamptz, %(journal)s::bigint, g.line
    FROM given AS g
    WHERE g.is_new = 1
    ORDER BY g.id
    RETURNING id
)
SELECT
    (SELECT count(*) FROM added), (SELECT count(*) FROM changed), (SELECT count(*) FROM withdrawn)
