import react from "@vitejs/plugin-react";
import { defineConfig, runnerImport, type Plugin } from "vite";
import { within } from "./looks.mjs";
import { companyTheme, theme } from "./theme.mjs";

// Vitest groups the failures that it prints with what Node 20 does not have yet; without it a failure has no words.
Map.groupBy ??= <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K) => {
  const groups = new Map<K, T[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

interface Theming {
  generateThemeStylesheet(options: { theme: unknown }): string;
}

// Each look is a style sheet of its own.
const LOOKS: Record<string, (generate: Theming["generateThemeStylesheet"]) => string> = {
  "virtual:theme.css": (generate) => generate({ theme }),
  "virtual:company.css": (generate) => within(".company", generate({ theme: companyTheme })),
};

function themePlugin(): Plugin {
  return {
    name: "vestibule-theme",
    resolveId: (id) => (id in LOOKS ? `\0${id}` : null),
    async load(id) {
      const look = id.startsWith("\0") ? LOOKS[id.slice(1)] : undefined;
      if (look === undefined) return null;
      // The package's modules are written for bundlers, so a bundler has to load them.
      const loaded = await runnerImport<Theming>("@cloudscape-design/components/theming", {
        configFile: false,
        root: import.meta.dirname,
        ssr: { noExternal: [/@cloudscape-design/] },
        resolve: { noExternal: [/@cloudscape-design/] },
      });
      return look((options) => loaded.module.generateThemeStylesheet(options));
    },
  };
}

/**
 * CodeMirror's styles go into a style element, which our Content-Security-Policy forbids; a constructed style sheet, which
 * style-mod only uses inside shadow trees, is allowed.
 */
function constructedStyles(): Plugin {
  const before = "!root.head && root.adoptedStyleSheets";
  return {
    name: "vestibule-constructed-styles",
    transform(code, id) {
      if (!/style-mod\/src\/style-mod\.js/.test(id)) return null;
      if (!code.includes(before)) this.error("style-mod no longer chooses its style sheets as it did");
      return { code: code.replace(before, "root.adoptedStyleSheets"), map: null };
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themePlugin(), constructedStyles()],
  optimizeDeps: { exclude: ["style-mod"] },
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
    // Cloudscape is read once a worker, not once a file; each test puts its own core in place.
    isolate: false,
    // Only ends a test that hangs.
    testTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ["./src/test-setup.ts"],
  },
} as Parameters<typeof defineConfig>[0]);
