// What the pages gain from a script; none of them needs it. Words come from the page, in the reader's language.
import { initAll } from "./govuk-frontend.js";

const words = JSON.parse(document.getElementById("warifu-words")?.textContent || "{}");

// A browser's own file field speaks the browser's language; the component speaks the page's.
for (const field of document.querySelectorAll("input[type=file].govuk-file-upload")) {
  if (field.closest("[data-module=govuk-file-upload]") || !field.id) continue;
  const zone = Object.assign(document.createElement("div"), { className: "govuk-drop-zone" });
  zone.dataset.module = "govuk-file-upload";
  field.replaceWith(zone);
  zone.append(field);
}

initAll({
  characterCount: { i18n: words.characterCount },
  fileUpload: { i18n: words.fileUpload },
  passwordInput: { i18n: words.passwordInput },
});

// The component's hidden comma keeps what is read out from being what is seen (WCAG 2.5.3).
for (const comma of document.querySelectorAll(".govuk-file-upload-button [id$='-comma']")) {
  comma.textContent = "";
  comma.after(" ");
}

/** Put a button beside each digest that takes the whole of it to the clipboard. */
function offerCopies(root) {
  if (!navigator.clipboard) return;
  for (const digest of root.querySelectorAll("[data-copy]:not(:has(.wf-copy))")) {
    const { copy, copyText, copiedText } = digest.dataset;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "wf-copy", textContent: copyText });
    const hidden = Object.assign(document.createElement("span"), { className: "govuk-visually-hidden", textContent: ` ${copy.slice(0, 12)}` });
    button.append(hidden);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy);
      button.firstChild.textContent = copiedText;
      setTimeout(() => { button.firstChild.textContent = copyText; }, 2000);
    });
    digest.append(button);
  }
}

/** Draw each chart from the figures that its table shows; the library comes only where there is one. */
async function drawCharts(root) {
  const figures = root.querySelectorAll("[data-chart]:not([data-drawn])");
  if (!figures.length) return;
  const { draw } = await import("./chart.js");
  for (const figure of figures) {
    figure.dataset.drawn = "true";
    draw(figure, JSON.parse(document.getElementById(figure.dataset.chartFrom).textContent));
  }
}

/** Let passkeys answer where a page asks for one. */
async function offerPasskeys(root) {
  if (root.querySelector("[data-passkey]")) (await import("./passkey.js")).offer(root);
}

function enhance(root) {
  offerCopies(root);
  offerPasskeys(root);
  drawCharts(root);
}

enhance(document);
document.addEventListener("htmx:after:swap", () => enhance(document));
