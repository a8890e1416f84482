/// The panel's page: one file without outside parts; it asks the API once a second.
enum PanelPage {
    /// The page's text.
    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>twinsim</title>
        <style>
        :root { color-scheme: light dark; --line: #8885; --accent: #0a6; --bad: #c33 }
        body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; max-width: 72rem; padding: 0 1rem }
        h1 { font-size: 1.3rem; margin: 0 0 .2rem } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .6rem; margin: .8rem 0 }
        dl div { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .6rem }
        dt { font-size: .8rem; opacity: .7 } dd { margin: 0; font-variant-numeric: tabular-nums }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .2rem .5rem;
          border-bottom: 1px solid var(--line) } .n { text-align: right; font-variant-numeric: tabular-nums }
        .scroll { max-height: 26rem; overflow: auto } button, input, select { font: inherit; padding: .25rem .6rem }
        input { min-width: min(28rem, 60%) } #message { min-height: 1.4em } .bad { color: var(--bad) }
        .lost { color: var(--bad); font-weight: 600 }
        </style>
        </head>
        <body>
        <h1 id="title">twinsim</h1>
        <div id="connection" role="status"></div>
        <p id="controller" role="status" class="bad" hidden></p>
        <p id="controller-clear" hidden><button type="button" id="clear-controller">Clear the controller's fault</button></p>
        <dl id="status"></dl>
        <h2>Faults</h2>
        <form id="inject">
        <label>Kind <select id="kind"></select></label>
        <label>Parameters <input id="words" placeholder="by=500ms for=30s unit=1" autocomplete="off"></label>
        <button>Inject</button> <button type="button" id="clear-all">Clear all</button>
        </form>
        <p id="explain"></p>
        <p id="message" role="status"></p>
        <table><thead><tr><th>#</th><th>Fault</th><th>What, on what</th><th>State</th><th>What left our side</th>
        <th>What clients did next</th>
        <th></th></tr></thead><tbody id="faults"></tbody></table>
        <h2>Tags</h2>
        <div class="scroll"><table><thead><tr><th>Tag</th><th class="n">Value</th><th>Unit</th></tr></thead>
        <tbody id="tags"></tbody></table></div>
        <script>
        "use strict";
        const at = id => document.getElementById(id);
        const cell = (text, kind) => { const c = document.createElement("td"); c.textContent = text;
          if (kind) c.className = kind; return c; };
        const row = (...cells) => { const r = document.createElement("tr"); r.append(...cells); return r; };
        const say = (text, bad) => { at("message").textContent = text; at("message").className = bad ? "bad" : ""; };
        const ask = async (path, options) => {
          const answer = await fetch(path, options);
          const value = await answer.json();
          if (!answer.ok) throw new Error(value.error);
          return value;
        };
        const number = value => typeof value === "number" && !Number.isInteger(value) ? value.toPrecision(6) : String(value);
        const until = (fault, now) => fault.state !== "in force" ? fault.state :
          fault.until_s === null ? "in force until it is cleared" :
          "in force for another " + Math.max(0, fault.until_s - now).toFixed(0) + " s";
        let catalogue = [];
        async function look() {
          try {
            const [status, faults, tags, controller] = await Promise.all(
              ["/api/status", "/api/faults", "/api/tags", "/api/controller"].map(path => ask(path)));
            at("controller").hidden = controller.sound;
            at("controller").textContent = controller.sentence + (controller.reset_register && controller.major ?
              " A client clears a fault by setting " + controller.reset_register + "." : "");
            at("controller-clear").hidden = controller.state !== "faulted";
            at("connection").textContent = "";
            at("title").textContent = status.title ?? "twinsim";
            at("status").replaceChildren(...Object.entries(status).filter(([name]) => name !== "title").map(([name, value]) => {
              const box = document.createElement("div"), term = document.createElement("dt"), text = document.createElement("dd");
              term.textContent = name.replaceAll("_", " "); text.textContent = number(value);
              box.append(term, text); return box;
            }));
            at("faults").replaceChildren(...faults.map(fault => {
              const action = document.createElement("td");
              if (fault.state === "in force") {
                const button = document.createElement("button");
                button.textContent = "Clear";
                button.onclick = () => act(() => ask("/api/faults/" + fault.number, { method: "DELETE" }), "Cleared.");
                action.append(button);
              }
              const what = [fault.parameters, fault.target && "only " + fault.target].filter(Boolean).join("; ");
              return row(cell(fault.number, "n"), cell(fault.label), cell(what), cell(until(fault, status.simulated_s)),
                cell(fault.effect), cell(fault.reaction), action);
            }));
            at("tags").replaceChildren(...tags.map(tag =>
              row(cell(tag.name), cell(tag.value === null ? "–" : number(tag.value), "n"), cell(tag.unit ?? ""))));
          } catch (error) {
            at("connection").textContent = "The twin does not answer: " + error.message;
            at("connection").className = "lost";
          }
        }
        async function act(step, done) {
          try { const answer = await step(); say(answer.sentence ?? done); }
          catch (error) { say(error.message, true); }
          look();
        }
        function explain() {
          const kind = catalogue.find(entry => entry.kind === at("kind").value);
          at("explain").textContent = kind ? kind.sentence + " " + kind.parameters.map(parameter =>
            parameter.name + (parameter.required ? " (required)" : "") + ": " + parameter.sentence).join("; ") : "";
        }
        at("inject").onsubmit = event => {
          event.preventDefault();
          const fault = { fault: at("kind").value };
          for (const word of at("words").value.trim().split(/\\s+/).filter(Boolean)) {
            const [key, ...rest] = word.split("="); fault[key] = rest.join("=");
          }
          act(() => ask("/api/faults", { method: "POST", headers: { "Content-Type": "application/json" },
            body: JSON.stringify(fault) }), "Injected.");
        };
        at("clear-all").onclick = () => act(() => ask("/api/faults", { method: "DELETE" }), "Cleared all faults.");
        at("clear-controller").onclick = () =>
          act(() => ask("/api/controller/fault", { method: "DELETE" }), "The controller's fault was cleared.");
        at("kind").onchange = explain;
        ask("/api/catalogue").then(entries => {
          catalogue = entries;
          at("kind").replaceChildren(...entries.map(entry => {
            const option = document.createElement("option"); option.textContent = entry.kind; return option; }));
          explain();
        });
        look();
        setInterval(look, 1000);
        </script>
        </body>
        </html>

        """
}
