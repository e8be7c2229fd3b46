"use strict";
// Hover, focus or tap any part of an attribution: its source, cue and content light up together.
const lit = [];
const light = (reading, attribution) => {
  for (const element of lit.splice(0)) element.classList.remove("lit");
  if (attribution === undefined) return;
  for (const element of document.querySelectorAll(`.r${reading}a${attribution}`)) {
    element.classList.add("lit");
    lit.push(element);
  }
};
let kept = false;
const find = (event) => event.target.closest("[data-a]");
document.addEventListener("mouseover", (event) => {
  if (kept) return;
  const part = find(event);
  part ? light(part.dataset.r, part.dataset.a) : light();
});
document.addEventListener("click", (event) => {
  const part = find(event);
  kept = Boolean(part);
  part ? light(part.dataset.r, part.dataset.a) : light();
});
document.addEventListener("focusin", (event) => {
  const part = find(event);
  if (part) light(part.dataset.r, part.dataset.a);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { kept = false; light(); }
});
