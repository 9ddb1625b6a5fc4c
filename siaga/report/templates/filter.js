// Filtering: rows of a table by what stands in them, lines of a chart by their names in its legend.
(() => {
  "use strict";

  // A group of rows that belong together: a body of several, or a row with the parts that follow it.
  function groupsOf(table) {
    if (table.tBodies.length > 1) return [...table.tBodies].map((body) => [body]);
    const groups = [];
    for (const row of table.tBodies[0]?.rows ?? []) {
      if (row.classList.contains("part") && groups.length) groups[groups.length - 1].push(row);
      else groups.push([row]);
    }
    return groups;
  }

  function tableAfter(filter) {
    let next = filter.nextElementSibling;
    while (next && !next.matches("table") && !next.querySelector("table")) next = next.nextElementSibling;
    return next?.matches("table") ? next : next?.querySelector("table");
  }

  for (const filter of document.querySelectorAll(".filter")) {
    const table = tableAfter(filter);
    const groups = table ? groupsOf(table) : [];
    if (groups.length < 2) continue;
    const texts = groups.map((group) => group.map((row) => row.textContent).join(" ").toLowerCase());
    const [field, told] = [filter.querySelector("input"), filter.querySelector("output")];
    const sift = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      const kept = texts.map((text) => words.every((word) => text.includes(word)));
      groups.forEach((group, at) => group.forEach((row) => (row.hidden = !kept[at])));
      const many = kept.filter(Boolean).length;
      told.textContent = words.length ? `${many} of ${groups.length}` : "";
    };
    filter.hidden = false;
    field.addEventListener("input", sift);
    addEventListener("beforeprint", () => groups.flat().forEach((row) => (row.hidden = false)));
    addEventListener("afterprint", sift);
    sift();
  }

  const dashes = (node) => (node.getAttribute("stroke-dasharray") ?? "").replaceAll(",", " ");

  for (const legend of document.querySelectorAll(".legend")) {
    const chart = legend.closest(".panel, .chart");
    const samples = [...legend.querySelectorAll("li > svg path")];
    if (samples.length < 2) continue;
    const shapes = [...chart.querySelectorAll(".plot .role-mark :is(path, line)")];
    for (const sample of samples) {
      const colour = sample.getAttribute("stroke");
      const own = shapes.filter(
        (shape) =>
          (shape.getAttribute("stroke") === colour && dashes(shape) === dashes(sample)) ||
          (shape.getAttribute("fill") === colour && !dashes(sample) && !shape.hasAttribute("stroke")),
      );
      const button = document.createElement("button");
      const item = sample.closest("li");
      button.type = "button";
      button.append(...item.childNodes);
      button.setAttribute("aria-pressed", "true");
      button.title = "Show or hide this line";
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(on));
        own.forEach((shape) => (shape.style.display = on ? "" : "none"));
      });
      item.append(button);
    }
  }
})();
