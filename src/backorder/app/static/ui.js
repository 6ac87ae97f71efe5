// Keys, dialogs and rows of lists. Every page works without this; it only saves steps.
"use strict";
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector("input")?.select();
    }
  };

  // --- dialogs: data-open names one, data-close leaves the one around it
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) open(opener.dataset.open);
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.nodeName === "DIALOG") event.target.close(); // the backdrop
    if (event.target.closest("[data-print]")) window.print();
    for (const who of document.querySelectorAll("details.who[open]")) {
      if (!who.contains(event.target)) who.open = false;
    }
  });

  // --- the command palette: the menu's pages, filtered as one types; hits come from the server
  const palette = document.getElementById("palette");
  const choices = () => [...(palette?.querySelectorAll("li:not([hidden])") ?? [])];
  const choose = (step) => {
    const all = choices();
    if (!all.length) return;
    const at = all.findIndex((one) => one.classList.contains("chosen"));
    all[at]?.classList.remove("chosen");
    const next = all[(at + step + all.length) % all.length];
    next.classList.add("chosen");
    next.scrollIntoView({ block: "nearest" });
  };
  palette?.addEventListener("input", (event) => {
    const text = event.target.value.trim().toLowerCase();
    for (const one of palette.querySelectorAll("#palette-pages li")) {
      one.hidden = !one.textContent.toLowerCase().includes(text);
      one.classList.remove("chosen");
    }
  });
  palette?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const all = choices();
      const link = (all.find((one) => one.classList.contains("chosen")) ?? all[0])?.querySelector("a");
      if (link) {
        event.preventDefault();
        link.click();
      }
    }
  });

  // --- rows: j and k move, Enter opens the row's first link, x selects it
  let place = -1;
  const rows = () => [...document.querySelectorAll("main table.rows tbody tr")];
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    all[place]?.classList.remove("chosen");
    place = Math.max(0, Math.min(all.length - 1, place + step));
    all[place].classList.add("chosen");
    all[place].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const row = rows()[place];
    const keys = {
      "/": () => document.getElementById("search")?.focus(),
      "?": () => open("keys"),
      j: () => move(1),
      k: () => move(-1),
      x: () => row?.querySelector('input[type="checkbox"]')?.click(),
      Enter: () => (event.target === document.body ? row?.querySelector("a")?.click() : null),
    };
    const act = keys[event.key];
    if (act && !(event.key === "Enter" && event.target !== document.body)) {
      if (event.key !== "Enter" || row) event.preventDefault();
      act();
    }
  });

  // --- forms: a box that selects all of its table, fields that send the form at once, one send each
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-select-all]");
    if (all) {
      for (const box of all.closest("table").querySelectorAll('tbody input[type="checkbox"]')) {
        box.checked = all.checked;
      }
    }
    if (event.target.matches('tbody input[type="checkbox"], [data-select-all]')) {
      const form = event.target.closest("form");
      const count = form?.querySelector("[data-count]");
      if (count) count.textContent = form.querySelectorAll('tbody input[type="checkbox"]:checked').length;
    }
    if (event.target.closest("[data-send]")) event.target.form?.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm;
    if (asked && !window.confirm(asked)) {
      event.preventDefault();
      return;
    }
    if (event.target.method === "post") {
      // After the browser has read the form, so that the button's own value goes along.
      const button = event.submitter;
      setTimeout(() => button?.setAttribute("data-sent", ""), 0);
      setTimeout(() => button?.removeAttribute("data-sent"), 4000);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sent]")) event.preventDefault();
  }, true);
})();
