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

    let announced = null; // what was announced and did not arrive: the same file is sent there again
    const announce = async (file) => {
      if (announced?.file === file) return announced.told;
      if (announced) await forget();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const body = new URLSearchParams(new FormData(form));
      body.set("name", file.name);
      body.set("size", file.size);
      body.set("sha256", [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : null;
      if (answer.ok) announced = { file, told };
      return told || { reload: answer.type === "opaqueredirect" || answer.status < 500, errors: [said.broken] };
    };

    // Another file is chosen instead: the one that never arrived is taken out again.
    const forget = async () => {
      const place = announced.told.then.replace(/\/sent(\?.*)?$/, "/remove");
      const body = new URLSearchParams({ csrf_token: form.csrf_token.value, seen: "1" });
      announced = null;
      await fetch(place, { method: "POST", body, redirect: "manual" }).catch(() => {});
    };

    const send = (upload, file) => new Promise((resolve) => {
      const parts = new FormData();
      Object.entries(upload.fields).forEach(([name, value]) => parts.append(name, value));
      parts.append("file", file);
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => {
        bar.value = (100 * event.loaded) / event.total;
        const percent = 25 * Math.floor(bar.value / 25); // read out by screen readers: four times is enough
        const text = said.sending.replace("{percent}", percent);
        if (note.textContent !== text) note.textContent = text;
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
        if (told.reload) return location.reload(); // the session has ended, or the case has moved on: the page says so
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
  const heard = document.createElement("div");
  heard.className = "govuk-visually-hidden";
  heard.setAttribute("aria-live", "polite");
  document.querySelector("main")?.append(heard);
  const look = async () => {
    if (!document.querySelector("[data-scanning]") || !tries--) return;
    try {
      const answer = await fetch(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelectorAll("[data-documents]").forEach((list) => {
        const now = fresh.getElementById(list.id);
        if (!answer.ok || !now || now.innerHTML === list.innerHTML || list.contains(document.activeElement)) return;
        list.replaceWith(now);
        heard.textContent = now.textContent;
      });
    } catch {
      // the connection is away for a moment
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1500);
})();
