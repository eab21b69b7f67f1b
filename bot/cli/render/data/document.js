"use strict";
(() => {
  if (!location.hash) document.getElementById("cited")?.scrollIntoView();
  const copies = document.querySelector(".copies");
  if (!copies) return;
  copies.hidden = false;
  // Without the clipboard's own interface, or where it is refused, a selected text is copied.
  function byHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "off";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
  async function put(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { return byHand(text); }
  }
  copies.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button || !await put(button.dataset.copy)) return;
    const name = button.textContent;
    if (name === button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    button.focus();
    setTimeout(() => { button.textContent = name; }, 1500);
  });
})();
