/** Put into the page before its own script: keeps when things happen, and changes nothing. */
(() => {
  const kept = { interactiveMs: 0, agreedMs: 0, toldMs: 0, looks: [], frames: [], answers: [] };
  let watching = false;
  let releasedMs = 0;
  let titles = "";

  /** Interactive: what the service says is shown, and Play can be pressed. */
  const seen = () => {
    const play = document.querySelector(".start-card .button.primary");
    if (!kept.interactiveMs && play && !play.disabled) kept.interactiveMs = performance.now();
    const now = [...document.querySelectorAll(".queue-list strong")].map((one) => one.innerText);
    if (now.join() === titles) return;
    titles = now.join();
    if (releasedMs) kept.answers.push(performance.now() - releasedMs);
    releasedMs = 0;
  };
  new MutationObserver(seen).observe(document, {
    childList: true,
    characterData: true,
    subtree: true,
  });

  addEventListener(
    "click",
    ({ target }) => {
      if (target.closest?.("button")?.innerText === "I agree") kept.agreedMs = performance.now();
    },
    true,
  );
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    if (!kept.toldMs && String(text).includes('"expression"')) kept.toldMs = performance.now();
    send.call(this, text);
  };
  window.Worker = class extends Worker {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => {
        if (data.type === "seen") kept.looks.push({ ...data.sight.timing, face: !!data.sight.box });
      });
    }
  };

  /** Milliseconds between pictures, from now on. */
  kept.watch = () => {
    kept.frames = [];
    watching = true;
    let before = 0;
    const picture = (now) => {
      if (before) kept.frames.push(now - before);
      before = now;
      if (watching) requestAnimationFrame(picture);
    };
    requestAnimationFrame(picture);
  };
  kept.unwatch = () => {
    watching = false;
    return kept.frames;
  };
  /** The next pointer that is let go of asks for another list. */
  kept.await = () => {
    addEventListener("pointerup", () => (releasedMs = performance.now()), {
      capture: true,
      once: true,
    });
  };
  window.moodarcBench = kept;
})();
