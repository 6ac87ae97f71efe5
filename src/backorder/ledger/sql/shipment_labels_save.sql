-- shipment_labels_save: append what the labels of parcels say.
-- reads: nothing. writes: shipment_label.
-- parameters: columns as arrays: shipment, version, carrier, tracking, tracking_url; at, journal.
-- invariant: the products of the parcels are locked, so that versions have no gap.
INSERT INTO shipment_label (
    shipment_id, version, carrier, tracking, tracking_url, at, journal_id
)
SELECT
    b.shipment, b.version, b.carrier, b.tracking, b.tracking_url, %(at)s::timestamptz,
    %(journal)s::bigint
FROM unnest(
    %(shipment)s::bigint[], %(version)s::bigint[], %(carrier)s::text[], %(tracking)s::text[],
    %(tracking_url)s::text[]
) AS b (shipment, version, carrier, tracking, tracking_url)
