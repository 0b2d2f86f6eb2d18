// The commands: in a row where there is room, behind a button where there is not.

export function menu(command) {
  const button = document.getElementById("menu-button");
  const nav = document.getElementById("menu");
  const items = [...nav.querySelectorAll("button, a")];

  function open(shown) {
    nav.classList.toggle("open", shown);
    button.setAttribute("aria-expanded", String(shown));
    if (shown) items[0].focus();
  }

  button.addEventListener("click", () => open(!nav.classList.contains("open")));
  for (const item of nav.querySelectorAll("button")) {
    item.addEventListener("click", () => (open(false), command(item.dataset.command)));
  }
  document.addEventListener("click", (event) => {
    if (!nav.contains(event.target) && !button.contains(event.target)) open(false);
  });
  nav.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") (open(false), button.focus());
    if (!step) return;
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  });
}
