"use strict";
(() => {
  const light = () => {
    document.querySelectorAll("mark.lit").forEach((m) => m.classList.remove("lit"));
    const told = /^#(r\d+)-(s\d+-\d+)$/.exec(location.hash);
    if (!told) return;
    const report = document.getElementById(told[1]);
    const pieces = report ? report.querySelectorAll('mark[data-of~="' + told[2] + '"]') : [];
    pieces.forEach((m) => m.classList.add("lit"));
    if (pieces.length) pieces[0].scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", light);
  light();
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((d) => { d.open = false; }));
})();
