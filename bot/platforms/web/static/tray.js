// Several pictures before they are sent: the first is the photo, the others are its styles, or photos like it.

import { drawing, element } from "./element.js";
import { words } from "./start.js";

export class Tray {
  constructor(show) {
    this.show = show;
    this.files = [];
    this.urls = new Map();
    this.node = document.getElementById("tray");
    this.list = document.getElementById("tray-pictures");
    this.send = document.getElementById("tray-send");
    this.send.addEventListener("click", () => this.show(this.empty()));
    document.getElementById("tray-cancel").addEventListener("click", () => this.empty());
  }

  add(files) {
    this.files.push(...files);
    this.draw();
    this.send.focus();
  }

  empty() {
    const files = this.files;
    this.files = [];
    this.draw();
    return files;
  }

  lead(file) {
    this.files = [file, ...this.files.filter((other) => other !== file)];
    this.draw();
    this.list.querySelector("button")?.focus();
  }

  leave(file) {
    this.files = this.files.filter((other) => other !== file);
    this.draw();
    this.list.querySelector("button")?.focus();
  }

  draw() {
    for (const [file, url] of this.urls) if (!this.files.includes(file)) (URL.revokeObjectURL(url), this.urls.delete(file));
    this.node.hidden = this.files.length === 0;
    this.list.replaceChildren(...this.files.map((file, place) => this.picture(file, place)));
  }

  picture(file, place) {
    if (!this.urls.has(file)) this.urls.set(file, URL.createObjectURL(file));
    const image = element("img", { src: this.urls.get(file), alt: file.name });
    image.addEventListener("error", () => image.replaceWith(element("span", { class: "blank" }, file.name)));
    const role = words(place === 0 ? "photo" : "style");
    const hint = place === 0 ? role : `${role}. ${words("make-photo")}`;
    return element(
      "li",
      {},
      element("button", { type: "button", title: hint, "aria-label": `${file.name}: ${hint}`, onclick: () => this.lead(file) }, image, element("span", {}, role)),
      element("button", { class: "out", type: "button", "aria-label": `${words("remove")}: ${file.name}`, onclick: () => this.leave(file) }, drawing("close")),
    );
  }
}
