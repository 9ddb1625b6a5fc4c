// Zooming: every chart over the time of the run shows the stretch that is asked for.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const DRAG_PX = 8;
  const LABEL_PX = 5;

  const tools = [...document.querySelectorAll(".tools")];
  const drawn = [...document.querySelectorAll(".plot[data-until]")];
  const end = Math.max(0, ...drawn.map((plot) => Number(plot.dataset.until)));
  const plots = drawn.filter(
    (plot) => Number(plot.dataset.from) === 0 && Number(plot.dataset.until) === end,
  );
  if (!tools.length || !plots.length) return;
  const STEPS_S = tools[0].dataset.steps.split(" ").map(Number);
  const POINTS = Number(tools[0].dataset.points);
  // Closer than thirty points of a line there is nothing more to see.
  const LEAST_S = Math.min(end, Math.max(5, (30 * end) / POINTS));

  const stretches = [...tools[0].querySelectorAll("option[data-kind]:not([data-kind=''])")].map((option) => ({
    kind: option.dataset.kind,
    name: option.dataset.name,
    from: Number(option.dataset.from),
    until: Number(option.dataset.until),
  }));

  const clock = (at) => {
    const whole = Math.round(at);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  const moved = (node) => {
    const found = /translate\(([-\d.e]+)[, ]+([-\d.e]+)\)/.exec(node.getAttribute("transform") ?? "");
    return found ? [Number(found[1]), Number(found[2])] : [0, 0];
  };

  // A plot that was taken apart once: shapes are stretched, texts only move.
  class Plot {
    constructor(svg, place) {
      this.svg = svg;
      this.width = Number(svg.dataset.width);
      this.height = Number(svg.dataset.height);
      this.clip = `zoom-clip-${place}`;
      this.left = moved(svg.querySelector(":scope > g"))[0];
      this.shapes = [];
      this.texts = [];
      this.written = [];
      this.axis = null;
    }

    prepare() {
      if (this.layer) return;
      const marks = [...this.svg.querySelectorAll(".role-mark")];
      this.layer = marks[0].parentNode;
      this.svg.append(this.clipping());
      for (const mark of marks) {
        if (mark.classList.contains("mark-text")) {
          this.texts.push(...[...mark.children].map((text) => ({ text, at: moved(text) })));
        } else {
          const inner = document.createElementNS(SVG, "g");
          inner.append(...mark.childNodes);
          mark.append(inner);
          this.shapes.push({ mark, inner, clipped: mark.hasAttribute("clip-path") });
        }
      }
      this.axis = this.timeAxis();
    }

    clipping() {
      const clip = document.createElementNS(SVG, "clipPath");
      clip.id = this.clip;
      const room = document.createElementNS(SVG, "rect");
      const sides = { x: 0, y: -3, width: this.width, height: this.height + 6 };
      Object.entries(sides).forEach(([name, value]) => room.setAttribute(name, value));
      clip.append(room);
      return clip;
    }

    timeAxis() {
      for (const domain of this.svg.querySelectorAll(".role-axis-domain line")) {
        if (Number(domain.getAttribute("x2")) !== 0) {
          const parts = domain.parentNode.parentNode;
          const kinds = [".role-axis-tick", ".role-axis-label"].map((one) => parts.querySelector(one));
          return kinds.map((group) => ({ group, whole: [...group.children] }));
        }
      }
      return null;
    }

    show(from, until) {
      this.prepare();
      const whole = from <= 0 && until >= end;
      const factor = end / (until - from);
      const shift = -(from / (until - from)) * this.width;
      this.svg.classList.toggle("zoomed", !whole);
      for (const { mark, inner, clipped } of this.shapes) {
        if (whole) inner.removeAttribute("transform");
        else inner.setAttribute("transform", `translate(${shift},0) scale(${factor},1)`);
        if (!clipped && whole) mark.removeAttribute("clip-path");
        else if (!clipped) mark.setAttribute("clip-path", `url(#${this.clip})`);
      }
      this.written.splice(0).forEach((text) => text.remove());
      for (const { text } of this.texts) text.style.display = whole ? "" : "none";
      if (!whole) this.write((at) => ((at - from) / (until - from)) * this.width, from, until);
      this.rule(from, until, whole);
    }

    // Names of phases stand where they begin, those of faults behind or before their time.
    write(px, from, until) {
      const seen = stretches.filter((one) => one.until > from && one.from < until);
      const phases = this.texts.find(({ text }) => !this.isFault(text));
      for (const one of seen) {
        if (one.kind === "phase" && phases) {
          const at = Math.max(px(one.from), 0) + 2;
          const text = this.put(phases.text, one.name, at, phases.at[1], "start");
          if (at + text.getComputedTextLength() > Math.min(px(one.until), this.width)) text.remove();
        }
      }
      for (const { text, at } of this.texts) {
        const one = this.isFault(text) && this.faultOf(text, at, seen);
        if (!one) continue;
        const [before, behind] = [px(one.from) - LABEL_PX, px(one.until) + LABEL_PX];
        const written = this.put(text, one.name, behind, at[1], "start");
        const length = written.getComputedTextLength();
        if (behind + length <= this.width) continue;
        written.setAttribute("text-anchor", "end");
        const x = before >= length ? before : this.width;
        written.setAttribute("transform", `translate(${x},${at[1]})`);
      }
    }

    isFault(text) {
      return stretches.some((one) => one.kind === "fault" && one.name === text.textContent);
    }

    // Of faults of one name, the one beside whose time the name stood.
    faultOf(text, at, seen) {
      const whole = (time) => (time / end) * this.width;
      const away = (one) =>
        Math.min(Math.abs(whole(one.until) - at[0]), Math.abs(whole(one.from) - at[0]));
      const named = stretches.filter((one) => one.kind === "fault" && one.name === text.textContent);
      const nearest = named.reduce((best, one) => (away(one) < away(best) ? one : best));
      return seen.includes(nearest) ? nearest : null;
    }

    put(like, name, x, y, anchor) {
      const text = like.cloneNode(false);
      text.textContent = name;
      text.style.display = "";
      text.setAttribute("text-anchor", anchor);
      text.setAttribute("transform", `translate(${x},${y})`);
      this.layer.append(text);
      this.written.push(text);
      return text;
    }

    rule(from, until, whole) {
      if (!this.axis) return;
      const most = Math.max(this.axis[0].whole.length, 4);
      const step = STEPS_S.find((one) => (until - from) / one <= most) ?? STEPS_S[STEPS_S.length - 1];
      for (const { group, whole: first } of this.axis) {
        group.replaceChildren(...(whole ? first : []));
        if (whole || !first.length) continue;
        const like = first[Math.floor(first.length / 2)];
        for (let at = Math.ceil(from / step) * step; at <= until; at += step) {
          const mark = like.cloneNode(false);
          const x = ((at - from) / (until - from)) * this.width;
          mark.setAttribute("transform", `translate(${x},${moved(like)[1]})`);
          if (mark.tagName === "text") {
            mark.textContent = clock(at);
            mark.setAttribute("text-anchor", "middle");
            mark.setAttribute("opacity", "1");
          }
          group.append(mark);
        }
      }
    }

    // Where in the run a place on the screen is.
    timeAt(clientX, from, until) {
      const box = this.svg.getBoundingClientRect();
      const x = ((clientX - box.left) / box.width) * this.svg.viewBox.baseVal.width - this.left;
      return from + Math.min(Math.max(x / this.width, 0), 1) * (until - from);
    }
  }

  const all = plots.map((svg, place) => new Plot(svg, place));
  let shown = [0, end];

  function show(from, until) {
    const length = Math.min(Math.max(until - from, LEAST_S), end);
    const middle = (from + until) / 2;
    const start = Math.min(Math.max(middle - length / 2, 0), end - length);
    shown = [start, start + length];
    all.forEach((plot) => plot.show(...shown));
    tools.forEach(tell);
  }

  function tell(tool) {
    const whole = shown[1] - shown[0] >= end;
    const select = tool.querySelector("select");
    const chosen = [...select.options].find((one) => {
      const [from, until] = one.value.split(" ").map(Number);
      return Math.abs(from - shown[0]) < 0.5 && Math.abs(until - shown[1]) < 0.5;
    });
    select.selectedIndex = chosen ? chosen.index : select.options.length - 1;
    tool.querySelector("output").textContent = whole
      ? "Drag over a chart to look closer."
      : `${clock(shown[0])} to ${clock(shown[1])} of ${clock(end)}`;
    for (const button of tool.querySelectorAll("button")) {
      const closer = button.dataset.zoom === "closer";
      button.disabled = closer ? shown[1] - shown[0] <= LEAST_S : whole;
    }
  }

  const moves = {
    closer: ([from, until]) => [from + (until - from) / 4, until - (until - from) / 4],
    wider: ([from, until]) => [from - (until - from) / 2, until + (until - from) / 2],
    earlier: ([from, until]) => [from - (until - from) / 2, until - (until - from) / 2],
    later: ([from, until]) => [from + (until - from) / 2, until + (until - from) / 2],
    whole: () => [0, end],
  };

  for (const tool of tools) {
    tool.hidden = false;
    tool.querySelector("select").addEventListener("change", (event) => {
      show(...event.target.value.split(" ").map(Number));
    });
    for (const button of tool.querySelectorAll("button")) {
      button.addEventListener("click", () => show(...moves[button.dataset.zoom](shown)));
    }
    tell(tool);
  }

  for (const plot of all) {
    let began = null;
    const choice = document.createElementNS(SVG, "rect");
    choice.setAttribute("class", "choice");
    const mark = (event) => {
      const sides = [began, event.clientX].map(
        (x) => ((plot.timeAt(x, ...shown) - shown[0]) / (shown[1] - shown[0])) * plot.width,
      );
      choice.setAttribute("x", Math.min(...sides));
      choice.setAttribute("width", Math.abs(sides[1] - sides[0]));
      choice.setAttribute("height", plot.height);
    };
    const leave = () => {
      began = null;
      choice.remove();
    };
    plot.svg.classList.add("zoomable");
    plot.svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      plot.prepare();
      began = event.clientX;
      plot.svg.setPointerCapture(event.pointerId);
      plot.layer.append(choice);
      mark(event);
    });
    plot.svg.addEventListener("pointermove", (event) => began !== null && mark(event));
    plot.svg.addEventListener("pointercancel", leave);
    plot.svg.addEventListener("pointerup", (event) => {
      if (began === null) return;
      const times = [began, event.clientX].map((x) => plot.timeAt(x, ...shown)).sort((a, b) => a - b);
      const far = Math.abs(event.clientX - began) >= DRAG_PX;
      leave();
      if (far) show(...times);
    });
    plot.svg.addEventListener("dblclick", () => show(0, end));
  }

  addEventListener("keydown", (event) => event.key === "Escape" && show(0, end));
  let before = shown;
  addEventListener("beforeprint", () => {
    before = shown;
    show(0, end);
  });
  addEventListener("afterprint", () => show(...before));
})();
