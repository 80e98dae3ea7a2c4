import react from "@vitejs/plugin-react";
import { defineConfig, runnerImport, type Plugin } from "vite";
import { theme } from "./theme.mjs";

interface Theming {
  generateThemeStylesheet(options: { theme: unknown }): string;
}

const VIRTUAL = "virtual:theme.css";

function themePlugin(): Plugin {
  return {
    name: "vestibule-theme",
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : null),
    async load(id) {
      if (id !== `\0${VIRTUAL}`) return null;
      // The package's modules are written for bundlers, so a bundler has to load them.
      const loaded = await runnerImport<Theming>("@cloudscape-design/components/theming", {
        configFile: false,
        root: import.meta.dirname,
        ssr: { noExternal: [/@cloudscape-design/] },
        resolve: { noExternal: [/@cloudscape-design/] },
      });
      return loaded.module.generateThemeStylesheet({ theme });
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
