import preact from "@preact/preset-vite";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";

const service = process.env.MOODARC_SERVICE ?? "http://127.0.0.1:8765";

export default defineConfig({
  plugins: [preact()],
  base: "/",
  // the one WebAssembly file that the camera's worker asks for, and none bundled beside it
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  build: {
    outDir: "../src/moodarc/serving/page",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
    sourcemap: false,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: service, ws: true } } },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
  },
});
