// The API page: lists what openapi.json describes, and lets the reader try it with a token of their own.
(() => {
  "use strict";
  const place = document.getElementById("api");
  if (!place) return;
  const words = JSON.parse(place.dataset.words);
  const METHODS = ["get", "post", "put", "patch", "delete"];
  let token = "";

  // make("p", {class: "x"}, "text", child...) -> element; text is always text, never markup.
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    element.append(...children.filter((child) => child !== undefined && child !== null));
    return element;
  };
  const input = (id, label, attributes = {}, hint) => {
    const field = make(attributes.rows ? "textarea" : "input", { class: attributes.rows ? "govuk-textarea" : "govuk-input", id, autocomplete: "off", spellcheck: "false", "aria-describedby": hint && `${id}-hint`, ...attributes });
    const group = make("div", { class: "govuk-form-group" }, make("label", { class: "govuk-label", for: id }, label),
      hint && make("div", { class: "govuk-hint", id: `${id}-hint` }, hint), field);
    return { group, field };
  };

  const resolve = (api, value) => {
    if (!value?.$ref) return value;
    return value.$ref.replace("#/", "").split("/").reduce((node, key) => node?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], api);
  };
  // References are written out, to a depth that stays readable.
  const expand = (api, value, depth = 0) => {
    if (Array.isArray(value)) return value.map((each) => expand(api, each, depth));
    if (!value || typeof value !== "object") return value;
    if (value.$ref) return depth > 5 ? { $ref: value.$ref } : expand(api, resolve(api, value), depth + 1);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, expand(api, each, depth)]));
  };
  // A body to begin with, from example, default or type.
  const sample = (api, given, depth = 0) => {
    const schema = resolve(api, given) || {};
    if ("example" in schema) return schema.example;
    if (schema.examples?.length) return schema.examples[0];
    if ("default" in schema) return schema.default;
    if ("const" in schema) return schema.const;
    if (schema.enum) return schema.enum[0];
    const one = schema.allOf || schema.anyOf || schema.oneOf;
    if (one) return depth > 5 ? null : sample(api, one[0], depth + 1);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (type === "array") return depth > 3 || !schema.items ? [] : [sample(api, schema.items, depth + 1)];
    if (type === "object" || schema.properties) {
      const needed = new Set(schema.required || []);
      return Object.fromEntries(Object.entries(schema.properties || {}).filter(([key]) => needed.has(key)).map(([key, each]) => [key, depth > 5 ? null : sample(api, each, depth + 1)]));
    }
    return { integer: 0, number: 0, boolean: false, string: "" }[type] ?? null;
  };

  const details = (title, ...children) => make("details", { class: "govuk-details" },
    make("summary", { class: "govuk-details__summary" }, make("span", { class: "govuk-details__summary-text" }, title)),
    make("div", { class: "govuk-details__text" }, ...children));
  const schemaOf = (api, content) => {
    const schema = Object.values(content || {})[0]?.schema;
    return schema && details(words.schema, make("pre", { tabindex: "0" }, JSON.stringify(expand(api, schema), null, 2)));
  };

  const form = (api, method, path, operation, parameters, id) => {
    const fields = parameters.map((each, index) => ({ each, ...input(`${id}-${index}`, `${each.name} (${each.in}${each.required ? "" : ", " + words.optional})`, {}, each.description) }));
    const schema = Object.values(operation.requestBody?.content || {})[0]?.schema;
    const body = schema && input(`${id}-body`, words.body, { rows: 8 });
    if (body) body.field.value = JSON.stringify(sample(api, schema), null, 2);
    const out = make("div", { "aria-live": "polite" });
    const result = make("form", {}, ...fields.map(({ group }) => group), body?.group, make("button", { class: "govuk-button" }, words.send), out);
    result.addEventListener("submit", async (event) => {
      event.preventDefault();
      let target = path;
      const query = new URLSearchParams();
      const headers = { Accept: "application/json", "Accept-Language": place.dataset.language };
      if (token) headers.Authorization = `Bearer ${token}`;
      for (const { each, field } of fields) {
        const value = field.value.trim();
        if (each.in === "path") target = target.replace(`{${each.name}}`, encodeURIComponent(value));
        else if (!value) continue;
        else if (each.in === "query") query.set(each.name, value);
        else if (each.in === "header") headers[each.name] = value;
      }
      if (body) headers["Content-Type"] = "application/json";
      const asked = `${target}${query.size ? `?${query}` : ""}`;
      try {
        const answer = await fetch(asked, { method: method.toUpperCase(), headers, body: body ? body.field.value : undefined, credentials: "omit" });
        const text = await answer.text();
        let shown = text;
        try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it came */ }
        const etag = answer.headers.get("etag");
        out.replaceChildren(make("h3", { class: "govuk-heading-s" }, `${words.answer}: ${answer.status}`), make("p", { class: "govuk-body soft" }, `${method.toUpperCase()} ${asked}${etag ? ` · ETag ${etag}` : ""}`), make("pre", { tabindex: "0" }, shown));
      } catch {
        out.replaceChildren(make("p", { class: "govuk-error-message" }, words.unreachable));
      }
    });
    return result;
  };

  const card = (api, method, path, operation, shared, index) => {
    const id = `operation-${index}`;
    const parameters = [...(shared || []), ...(operation.parameters || [])].map((each) => resolve(api, each));
    const rows = parameters.map((each) => make("li", {}, make("code", {}, each.name), ` (${each.in}, ${each.required ? words.required : words.optional}) `, each.description || ""));
    const answers = Object.entries(operation.responses || {}).map(([status, given]) => {
      const response = resolve(api, given);
      return make("li", {}, make("strong", {}, status), ` ${response.description || ""}`, schemaOf(api, response.content));
    });
    const content = make("div", { class: "operation__body" },
      operation.description && make("p", { class: "govuk-body" }, operation.description),
      rows.length ? make("h2", { class: "govuk-heading-s" }, words.parameters) : null, rows.length ? make("ul", { class: "govuk-list" }, ...rows) : null,
      operation.requestBody ? make("h2", { class: "govuk-heading-s" }, words.body) : null, operation.requestBody && schemaOf(api, resolve(api, operation.requestBody).content),
      make("h2", { class: "govuk-heading-s" }, words.answers), make("ul", { class: "govuk-list" }, ...answers),
      details(words.try, form(api, method, path, { ...operation, requestBody: resolve(api, operation.requestBody) }, parameters, id)));
    return make("details", { class: "operation", "data-text": `${method} ${path} ${operation.summary || ""}`.toLowerCase() },
      make("summary", {}, make("span", { class: `operation__method operation__method--${method}` }, method.toUpperCase()), make("code", {}, path), make("span", { class: "operation__summary" }, operation.summary || "")), content);
  };

  fetch(place.dataset.source, { headers: { Accept: "application/json" } }).then((answer) => answer.json()).then((api) => {
    const secret = input("token", words.token, { type: "password" }, words.token_hint);
    secret.field.addEventListener("input", () => { token = secret.field.value.trim(); });
    const find = input("find", words.filter, { type: "search" });
    const cards = Object.entries(api.paths || {}).flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => [method, path, item]))
      .map(([method, path, item], index) => card(api, method, path, item[method], item.parameters, index));
    const none = make("p", { class: "govuk-body", hidden: true }, words.none);
    find.field.addEventListener("input", () => {
      const text = find.field.value.trim().toLowerCase();
      cards.forEach((each) => { each.hidden = !each.dataset.text.includes(text); });
      none.hidden = cards.some((each) => !each.hidden);
    });
    place.replaceChildren(make("div", { class: "columns" }, secret.group, find.group), ...cards, none);
  }).catch(() => place.replaceChildren(make("p", { class: "govuk-body" }, words.failed)));
})();
