import type { I18nProviderProps } from "@cloudscape-design/components/i18n";

/** Names of buttons that the components draw themselves: the arrows of tabs that do not all fit, the cross of a box. */
export const WORDS: I18nProviderProps["messages"] = [
  {
    "cloudscape-design-components": {
      en: {
        tabs: {
          "i18nStrings.scrollLeftAriaLabel": "Scroll left",
          "i18nStrings.scrollRightAriaLabel": "Scroll right",
        },
        input: { clearAriaLabel: "Clear" },
      },
    },
  },
];
