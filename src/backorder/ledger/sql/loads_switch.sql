-- loads_switch: count anew what is promised per day, where places can send only so many units a day,
-- and keep counting; or stop, where none has a limit any more.
-- reads: location, peg, supply. writes: shipping_load (and switches the counting of the database).
-- parameters: none.
-- invariant: every product is locked, so no peg changes meanwhile.
SELECT switch_shipping_load()
