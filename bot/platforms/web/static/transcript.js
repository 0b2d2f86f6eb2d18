// The lines of the chat in their order: adds, changes, keeps the newest in view.

import { element, saveUrl } from "./element.js";
import { Message } from "./message.js";
import { Own } from "./own.js";
import { words } from "./start.js";

const NEAR_PX = 140; // whoever is this close to the end is taken along
const MARGIN_PX = 12;
const ASKED_MS = 8000; // what comes so soon after a press was asked for

export class Transcript {
  constructor(act, command, canvases) {
    Object.assign(this, { act, command, canvases });
    this.lines = new Map();
    this.list = document.getElementById("lines");
    this.scroll = document.getElementById("scroll");
    this.landing = document.getElementById("landing");
    this.thinking = document.getElementById("thinking");
    this.announcer = document.getElementById("announcer");
    this.following = true;
    this.awaited = 0; // until when what comes was asked for here
    this.scroll.addEventListener("scroll", () => {
      this.following = this.scroll.scrollTop > this.end() - NEAR_PX;
    }, { passive: true });
    new ResizeObserver(() => this.follow()).observe(this.list);
    new ResizeObserver(() => this.follow()).observe(this.scroll);
  }

  restore(lines) {
    this.list.classList.add("settled");
    for (const line of lines) this.put(line, { first: true });
    this.landing.hidden = lines.length > 0;
    this.follow();
    setTimeout(() => this.list.classList.remove("settled"), 400);
  }

  // Something was pressed: a new line that answers it is brought into view, wherever on the page that was.
  ask() {
    this.awaited = performance.now() + ASKED_MS;
  }

  // A line as the server knows it.
  put({ id, seq, author, body }, { first = false } = {}) {
    const known = this.lines.get(id);
    const line = known ?? this.add(id, author === "person" ? new Own() : this.ours(id));
    const moved = line.seq !== seq;
    line.seq = seq;
    if (!known && !first && !body.file && performance.now() < this.awaited) this.following = true;
    line.drawing.draw(body, { first });
    if (moved) this.place(line);
    if (author !== "person") {
      this.think(false);
      if (!first) this.announce(body, line);
      if (!first && body.file) this.fetch(body.file);
    }
    return line.drawing;
  }

  ours(id) {
    const { mark, draw } = this.canvases;
    return new Message((data, button) => this.act(data, id, button), this.command, { mark: (canvas, button) => mark(canvas, id, button), draw });
  }

  // A line of the person that is on its way.
  draft(id, body) {
    const line = this.lines.get(id) ?? this.add(id, new Own());
    line.drawing.draw({ ...body, pending: true });
    this.following = true;
    this.follow();
    return line.drawing;
  }

  // A file that was asked for on this page is saved at once; on other pages it is only shown.
  fetch({ key, name }) {
    if (performance.now() > this.awaited) return;
    this.awaited = 0;
    element("a", { href: saveUrl(key, name), download: name }).click();
  }

  // Something that concerns this page only, such as a press that did not get through.
  notice(text, again) {
    const own = new Own();
    own.trouble(text, again && (() => (own.node.remove(), again())));
    this.landing.hidden = true;
    this.list.append(own.node);
    this.following = true;
    this.follow();
  }

  add(id, drawing) {
    const line = { seq: Infinity, drawing };
    this.lines.set(id, line);
    drawing.node.dataset.id = id;
    this.landing.hidden = true;
    this.list.append(drawing.node);
    return line;
  }

  place(line) {
    const later = [...this.lines.values()].filter((other) => other.seq > line.seq).sort((a, b) => a.seq - b.seq)[0];
    const next = later?.drawing.node ?? null;
    if (line.drawing.node.nextElementSibling !== next) this.list.insertBefore(line.drawing.node, next);
  }

  think(busy) {
    this.thinking.hidden = !busy;
    if (busy) this.follow();
  }

  // Where the newest line is in view: its end, or its beginning when it is taller than the window.
  end() {
    const bottom = this.scroll.scrollHeight - this.scroll.clientHeight;
    const last = this.list.lastElementChild;
    if (!last) return bottom;
    const top = last.getBoundingClientRect().top - this.scroll.getBoundingClientRect().top + this.scroll.scrollTop;
    return Math.min(bottom, top - MARGIN_PX);
  }

  follow() {
    if (this.following && this.landing.hidden) this.scroll.scrollTop = this.end();
  }

  // A screen reader hears of quarters, not of every percent; a hidden tab shows it in its title.
  announce(body, line) {
    const quarter = body.fraction === undefined ? null : Math.floor(body.fraction * 4);
    if (quarter !== null && quarter !== line.quarter) this.announcer.textContent = `${words("progress")}: ${quarter * 25} %`;
    line.quarter = quarter;
    if (!document.hidden) return;
    document.title = quarter === null ? `● ${words("title")}` : `${Math.round(body.fraction * 100)} % · ${words("title")}`;
  }
}

const title = document.title;
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = title;
});
