// What the page was served with: the words of its language, the token, the lines so far.

export const start = JSON.parse(document.getElementById("start").textContent);

export function words(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), start.texts[key]);
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
