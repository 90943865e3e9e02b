"""The expression network by WebGPU: tried, used, lost and done without.

Chromium's WebGPU is worked out by the processor here (SwiftShader); the page leaves such an adapter
alone. So a line before the worker's script says that it is none, and keeps the device to lose it;
a clock that stands still makes both ways equally quick.
"""

import pytest
from playwright.sync_api import expect
from tests.browser.test_camera import turn_on
from tests.browser.visits import eventually

IN_SOFTWARE = (
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan",
)
HARDWARE = "Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', {value: false});"
LOSABLE = """
const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function (...how) {
  const device = await requestDevice.apply(this, how);
  new BroadcastChannel('lose').onmessage = () => device.destroy();
  return device;
};
"""
EQUALLY_QUICK = "performance.now = () => 0;"
KEEP_MESSAGES = """
window.said = [];
window.refused = [];
addEventListener('securitypolicyviolation', (event) => refused.push(event.blockedURI));
window.Worker = class extends Worker {
  constructor(...how) {
    super(...how);
    this.addEventListener('message', ({ data }) => said.push(data));
  }
};
"""
HAS_ADAPTER = "async () => Boolean(await navigator.gpu?.requestAdapter())"


@pytest.fixture
def seen_by(open_browser, service, webcam):
    """Gives a page whose camera is on, the worker begun with some lines."""
    opened = []

    def looking(*lines):
        context = open_browser(camera=webcam, flags=IN_SOFTWARE, permissions=["camera"])
        opened.append(context)
        page = context.__enter__().new_page()
        page.add_init_script(KEEP_MESSAGES)
        page.route("**/assets/worker-*.js", lambda route: _begun_with(lines, route))
        page.goto(service.url)
        if not page.evaluate(HAS_ADAPTER):
            pytest.skip("this chromium has no WebGPU adapter, not even in software")
        turn_on(page)
        return page

    yield looking
    for context in opened:
        context.__exit__(None, None, None)


def _begun_with(lines, route):
    response = route.fetch()
    route.fulfill(response=response, body="".join(lines) + response.text())


def said(page, kind):
    """The worker's messages of a kind."""
    return page.evaluate("(kind) => said.filter(({ type }) => type === kind)", kind)


def test_webgpu_in_software_is_left_alone_and_nothing_of_it_is_loaded(seen_by):
    page = seen_by()
    eventually(lambda: said(page, "seen"), 90)
    assert said(page, "ready")[0]["engine"] == "wasm"
    assert not said(page, "engine")


def test_webgpu_says_the_same_and_when_its_device_is_lost_the_camera_goes_on(seen_by):
    page = seen_by(HARDWARE, LOSABLE, EQUALLY_QUICK)
    taken = eventually(lambda: said(page, "engine"), 120)[0]
    assert taken["engine"] == "webgpu", taken["why"]
    assert _told_more(page)
    page.evaluate("new BroadcastChannel('lose').postMessage('now')")
    assert eventually(lambda: said(page, "engine")[1:], 60)[0]["engine"] == "wasm"
    assert _told_more(page)
    assert not said(page, "failed")
    assert not page.evaluate("refused"), "the content policy let it run"
    expect(page.get_by_role("link", name="The camera is on")).to_be_visible()


def _told_more(page):
    before = len(_told(page))
    return eventually(lambda: len(_told(page)) > before + 3, 90)


def _told(page):
    return [one for one in said(page, "seen") if one["sight"]["timing"]["told"]]
