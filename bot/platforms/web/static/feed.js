// The gallery with a script: likes without leaving the page, more works at its end, links that are copied.
// Without it everything is there too, page by page.

import { scroll } from "./gallery.js";
import { likes } from "./likes.js";
import { sharing } from "./sharing.js";

const announcer = document.getElementById("announcer");
const say = (words) => (announcer.textContent = words);

likes(say);
sharing(say);
scroll(document.getElementById("works"), say);
