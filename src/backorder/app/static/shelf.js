// A scanner types a code and Enter: count one more of the product on this page that bears it.
"use strict";
(() => {
  const field = document.querySelector("form[data-scan] input[name=scan]");
  const said = document.querySelector("[data-scan-said]");
  if (!field) return;
  field.form.addEventListener("submit", (event) => {
    const code = field.value.trim().toLowerCase();
    if (!code) {
      event.preventDefault();
      return;
    }
    const row = [...document.querySelectorAll("[data-code]")].find((one) => one.dataset.code.toLowerCase() === code);
    const units = row?.querySelector("[data-units]");
    if (!units) return; // not of this page: the server looks further
    event.preventDefault();
    units.value = String(Number(units.value || 0) + 1);
    for (const other of document.querySelectorAll("[data-code].hit")) other.classList.remove("hit");
    row.classList.add("hit");
    row.scrollIntoView({ block: "nearest" });
    said.textContent = `${row.dataset.code}: ${units.value}`;
    field.value = "";
    field.focus();
  });
})();
