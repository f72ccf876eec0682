// Sends a file with its progress, and shows the end of a check where one is under way.
(() => {
  "use strict";

  const form = document.querySelector("form[data-upload]");
  if (form && window.crypto?.subtle) {
    const said = form.dataset;
    form.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
    form.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
    const input = form.querySelector("input[type=file]");
    const bar = form.querySelector("progress");
    const note = form.querySelector("[data-progress]");
    const wrong = form.querySelector("#file-error");
    const button = form.querySelector("button");

    const refuse = (texts) => {
      wrong.replaceChildren(...texts.map((text) => {
        const line = document.createElement("p");
        line.className = "govuk-error-message";
        line.textContent = `${said.error} ${text}`;
        return line;
      }));
      input.setAttribute("aria-invalid", "true");
      bar.hidden = true;
      note.textContent = "";
      button.disabled = false;
      delete form.dataset.sent;
      input.focus();
    };

    const announce = async (file) => {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const body = new URLSearchParams(new FormData(form));
      body.set("name", file.name);
      body.set("size", file.size);
      body.set("sha256", [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type === "opaqueredirect") location.reload(); // the session has ended: sign in first
      const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : {};
      return answer.ok ? told : { errors: told.errors || [said.broken] };
    };

    const send = (upload, file) => new Promise((resolve) => {
      const parts = new FormData();
      Object.entries(upload.fields).forEach(([name, value]) => parts.append(name, value));
      parts.append("file", file);
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => {
        bar.value = (100 * event.loaded) / event.total;
        note.textContent = said.sending.replace("{percent}", Math.floor(bar.value));
      };
      request.onload = () => resolve(request.status === 201);
      request.onerror = request.onabort = request.ontimeout = () => resolve(false);
      request.open("POST", upload.url);
      request.send(parts);
    });

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      wrong.replaceChildren();
      input.removeAttribute("aria-invalid");
      const file = input.files[0];
      if (!file) return refuse([said.none]);
      if (!file.size) return refuse([said.empty]);
      if (file.size > Number(said.most)) return refuse([said.tooLarge]);
      button.disabled = true;
      bar.hidden = false;
      note.textContent = said.preparing;
      try {
        const told = await announce(file);
        if (told.errors) return refuse(told.errors);
        if (!(await send(told.upload, file))) return refuse([said.broken]);
        location.assign(told.then);
      } catch {
        refuse([said.broken]);
      }
    });
  }

  // What is being checked is looked at again for a while.
  let tries = 40;
  const look = async () => {
    if (!document.querySelector("[data-scanning]") || !tries--) return;
    try {
      const answer = await fetch(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelectorAll("[data-documents]").forEach((list) => {
        const now = fresh.getElementById(list.id);
        if (answer.ok && now && !list.contains(document.activeElement)) list.replaceWith(now);
      });
    } catch {
      // the connection is away for a moment
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1500);
})();
