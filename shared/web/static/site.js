// Comfort for every page; nothing depends on it.
(() => {
  "use strict";
  const page = document.body;
  page.classList.add("js-enabled", "govuk-frontend-supported");

  // The list of errors takes the focus, and its links put the cursor into the field.
  const summary = document.querySelector('[data-module="govuk-error-summary"]');
  if (summary) {
    summary.tabIndex = -1;
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      (field.closest("fieldset")?.querySelector("legend") || document.querySelector(`label[for="${CSS.escape(field.id)}"]`) || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // A notice of success is read out once.
  const notice = document.querySelector('[data-module="govuk-notification-banner"][role="alert"]');
  if (notice && !summary) {
    notice.tabIndex = -1;
    notice.focus();
  }

  // The skip link moves the focus, not only the view.
  document.querySelector(".govuk-skip-link")?.addEventListener("click", (event) => {
    const target = document.getElementById(event.currentTarget.hash.slice(1));
    if (!target) return;
    target.tabIndex = -1;
    target.focus();
  });

  // A form is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) event.preventDefault();
    else form.dataset.sent = Date.now();
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // How many characters are left.
  document.querySelectorAll('[data-module="govuk-character-count"]').forEach((box) => {
    const field = box.querySelector("textarea, input");
    const limit = Number(box.dataset.maxlength);
    const hint = box.querySelector(".govuk-character-count__message");
    if (!field || !limit || !hint) return;
    const seen = document.createElement("div");
    seen.className = hint.className;
    seen.setAttribute("aria-hidden", "true");
    const said = document.createElement("div");
    said.className = "govuk-visually-hidden";
    said.setAttribute("aria-live", "polite");
    hint.after(seen, said);
    hint.classList.add("govuk-visually-hidden");
    const words = (count, name) => {
      const form = new Intl.PluralRules(document.documentElement.lang).select(count);
      const text = box.getAttribute(`data-i18n.${name}.${form}`) || box.getAttribute(`data-i18n.${name}.other`) || "%{count}";
      return text.replace("%{count}", count.toLocaleString(document.documentElement.lang));
    };
    let later;
    const show = () => {
      const left = limit - [...field.value].length;
      const text = left === 0 ? box.getAttribute("data-i18n.characters-at-limit")
        : left > 0 ? words(left, "characters-under-limit") : words(-left, "characters-over-limit");
      seen.textContent = text;
      seen.classList.toggle("govuk-error-message", left < 0);
      field.classList.toggle("govuk-textarea--error", left < 0);
      clearTimeout(later);
      later = setTimeout(() => { said.textContent = text; }, 1000);
    };
    field.addEventListener("input", show);
    show();
  });

  // Questions that only some answers ask for.
  document.querySelectorAll("input[data-aria-controls]").forEach((input) => {
    const shown = document.getElementById(input.dataset.ariaControls);
    if (!shown) return;
    input.setAttribute("aria-controls", shown.id);
    const show = () => {
      const hidden = input.type === "radio" ? "govuk-radios__conditional--hidden" : "govuk-checkboxes__conditional--hidden";
      shown.classList.toggle(hidden, !input.checked);
      input.setAttribute("aria-expanded", String(input.checked));
    };
    document.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`).forEach((each) => each.addEventListener("change", show));
    show();
  });

  // "None of these" and the others exclude each other.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(box.name)}"]`).forEach((each) => {
      if (each !== box && (box.dataset.behaviour === "exclusive" || each.dataset.behaviour === "exclusive")) each.checked = false;
    });
  });
})();
