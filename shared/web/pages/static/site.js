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

  // Whoever leaves with text that was not sent is asked first.
  const form = document.querySelector("form[data-keeps]");
  if (form) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    document.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }

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
      shown.querySelectorAll("textarea").forEach((each) => { each.disabled = !input.checked; });
      input.setAttribute("aria-expanded", String(input.checked));
    };
    document.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`).forEach((each) => each.addEventListener("change", show));
    show();
  });

  // Questions that are asked only if others are answered so.
  const conditional = [...document.querySelectorAll("[data-when]")];
  if (conditional.length) {
    const held = JSON.parse(document.querySelector("form[data-held]")?.dataset.held || "{}");
    const inputs = (name) => [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const number = (text) => Number(text.replace(/[,\s]/g, ""));
    const answer = (name) => {
      const year = inputs(`${name}-year`)[0];
      if (year) {
        const [month, day] = [inputs(`${name}-month`)[0].value, inputs(`${name}-day`)[0].value];
        return year.value && month && day ? new Date(Number(year.value), Number(month) - 1, Number(day)) : undefined;
      }
      const found = inputs(name);
      if (!found.length) return held[name.split(".")[0]];
      if (found[0].type === "checkbox") return found.filter((each) => each.checked).map((each) => each.value);
      const value = found[0].type === "radio" ? found.find((each) => each.checked)?.value : found[0].value;
      return value === "" ? undefined : value;
    };
    const same = (value, operand) => typeof operand === "boolean" ? value === operand || value === (operand ? "yes" : "no") : String(value) === String(operand);
    const met = (condition, answered) => {
      if (condition.all) return condition.all.every((each) => met(each, answered));
      if (condition.any) return condition.any.some((each) => met(each, answered));
      if (condition.not) return !met(condition.not, answered);
      const value = answered(condition.field);
      if (value === undefined || value === null) return false;
      if ("some_row" in condition) return Array.isArray(value) && value.some((row) => met(condition.some_row, (name) => row[name]));
      if ("equals" in condition) return same(value, condition.equals);
      if ("in" in condition) return condition.in.some((each) => same(value, each));
      if ("contains" in condition) return Array.isArray(value) && value.map(String).includes(String(condition.contains));
      if ("over" in condition) return number(String(value)) > condition.over;
      if ("not_zero" in condition) return (number(String(value)) !== 0) === condition.not_zero;
      if ("sooner_than_days" in condition) return new Date(value) - Date.now() < condition.sooner_than_days * 86_400_000;
      return true;
    };
    const reveal = () => conditional.forEach((box) => { box.hidden = !met(JSON.parse(box.dataset.when), (name) => answer((box.dataset.beside || "") + name)); });
    document.addEventListener("input", reveal);
    document.addEventListener("change", reveal);
    addEventListener("pageshow", reveal);
    reveal();
  }

  // How many of a group are chosen.
  document.querySelectorAll("[data-count-of]").forEach((badge) => {
    const show = () => {
      const count = document.querySelectorAll(`#${CSS.escape(badge.dataset.countOf)} input[type="checkbox"]:checked`).length;
      badge.hidden = !count;
      badge.querySelector("[data-count]").textContent = count;
    };
    document.addEventListener("change", show);
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
