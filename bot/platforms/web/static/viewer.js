// One picture over the whole screen.

import { drawing, element } from "./element.js";
import { words } from "./start.js";

const viewer = document.getElementById("viewer");

export function enlarge(url, name) {
  viewer.replaceChildren(
    element("img", { src: url, alt: name }),
    element("button", { type: "button", "aria-label": words("close"), onclick: () => viewer.close() }, drawing("close")),
  );
  viewer.showModal();
}

viewer.addEventListener("click", (event) => event.target !== viewer || viewer.close());
