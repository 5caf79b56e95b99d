"use strict";
(() => {
  const lit = (hash) => {
    document.querySelectorAll("mark.lit").forEach((m) => m.classList.remove("lit"));
    const told = /^#(r\d+)-(s\d+-\d+)$/.exec(hash);
    const report = told && document.getElementById(told[1]);
    const pieces = report ? report.querySelectorAll('mark[data-of~="' + told[2] + '"]') : [];
    pieces.forEach((m) => m.classList.add("lit"));
    return pieces[0];
  };
  const light = () => {
    const first = lit(location.hash);
    if (first) first.scrollIntoView({ block: "center" });
  };
  const open = () => {
    const text = document.getElementById("text"), worst = document.querySelector("blockquote a");
    if (!worst || text.scrollHeight <= text.clientHeight) return;
    const first = lit(worst.getAttribute("href"));
    if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  };
  addEventListener("hashchange", light);
  if (location.hash) light(); else open();
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((d) => { d.open = false; }));
})();
