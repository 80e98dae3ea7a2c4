import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { theme } from "./theme.mjs";

const VIRTUAL = "virtual:theme.css";

function themePlugin(): Plugin {
  return {
    name: "vestibule-theme",
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : null),
    async load(id) {
      if (id !== `\0${VIRTUAL}`) return null;
      const path = createRequire(import.meta.url).resolve("@cloudscape-design/components/theming");
      const theming = (await import(pathToFileURL(path).href)) as {
        generateThemeStylesheet: (options: { theme: unknown }) => string;
      };
      return theming.generateThemeStylesheet({ theme });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themePlugin()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "safari16",
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { port: 5183, strictPort: true },
  test: {
    environment: "jsdom",
    server: { deps: { inline: [/@cloudscape-design/] } },
    css: false,
    setupFiles: ["./src/test-setup.ts"],
  },
} as Parameters<typeof defineConfig>[0]);
