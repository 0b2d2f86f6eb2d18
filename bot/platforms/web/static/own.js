// Draws what the person said: words in a bubble, pictures as they were sent, and what went wrong with it.

import { element, pictureUrl } from "./element.js";
import { words } from "./start.js";
import { enlarge } from "./viewer.js";

export class Own {
  constructor() {
    this.node = element("li", { class: "line person" }, element("span", { class: "unseen" }, `${words("me")}: `));
  }

  draw(body) {
    this.node.classList.toggle("pending", Boolean(body.pending));
    this.trouble(null);
    this.uploaded(null);
    if (this.drawn) return; // the server has what we drew ourselves already
    this.drawn = true;
    const pictures = (body.pictures ?? []).map((picture) => this.picture(picture));
    if (pictures.length) this.node.append(element("div", { class: "sent" }, ...pictures));
    if (body.text) this.node.append(element("p", { class: "text" }, body.text));
  }

  picture({ key, url, name }) {
    if (!key && !url) return element("span", { class: "name" }, name);
    const source = url ?? pictureUrl(key);
    const image = element("img", { src: source, alt: name });
    image.addEventListener("error", () => open.replaceWith(element("span", { class: "name" }, name)));
    const open = element("button", { type: "button", onclick: () => enlarge(source, name), "aria-label": `${words("enlarge")}: ${name}` }, image);
    return open;
  }

  // How much of an upload is through, from 0 to 1; null when there is nothing to show.
  uploaded(fraction) {
    this.bar?.classList.toggle("shown", fraction !== null);
    if (fraction === null) return void (this.bar?.remove(), (this.bar = null));
    if (!this.bar) {
      this.bar = element("div", { class: "track stroke sending", role: "progressbar", "aria-label": words("sending") }, element("i"));
      this.node.append(this.bar);
    }
    this.bar.firstChild.style.setProperty("--done", fraction);
    this.bar.setAttribute("aria-valuenow", Math.round(fraction * 100));
  }

  // Why it did not get through; `again` tries once more, where that may help.
  trouble(text, again = null) {
    this.problem?.remove();
    this.problem = null;
    if (text === null) return;
    const retry = again && element("button", { class: "chip", type: "button", onclick: again }, words("retry"));
    this.problem = element("div", { class: "trouble", role: "alert" }, element("span", {}, text), retry);
    this.node.append(this.problem);
  }
}
