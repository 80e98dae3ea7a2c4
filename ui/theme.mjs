// Our own look, as Cloudscape design tokens. It becomes a stylesheet at build time, because the page's content security
// policy allows no style elements made at run time.
const both = (light, dark) => ({ light, dark });

const accent = both("#176d73", "#6fc7c4");
const accentHover = both("#0f5257", "#93dad6");
const accentActive = both("#0b3f43", "#b6ebe7");
const pale = both("#e4f2f0", "#16383b");

export const theme = {
  tokens: {
    fontFamilyBase: "'Inter', 'Segoe UI', 'Cantarell', 'Noto Sans', 'DejaVu Sans', system-ui, sans-serif",
    fontFamilyMonospace: "'Cascadia Mono', 'JetBrains Mono', 'Noto Sans Mono', 'DejaVu Sans Mono', monospace",
    borderRadiusButton: "10px",
    borderRadiusContainer: "14px",
    borderRadiusInput: "9px",
    borderRadiusAlert: "12px",
    borderRadiusFlashbar: "12px",
    borderRadiusBadge: "6px",
    colorBackgroundLayoutMain: both("#f7f6f3", "#12181a"),
    colorBackgroundContainerContent: both("#ffffff", "#1a2225"),
    colorBackgroundContainerHeader: both("#ffffff", "#1a2225"),
    colorBackgroundInputDefault: both("#ffffff", "#12181a"),
    colorBackgroundButtonNormalDefault: both("#ffffff", "#1a2225"),
    colorBackgroundDropdownItemDefault: both("#ffffff", "#1a2225"),
    colorBackgroundDropdownItemHover: both("#f0eee9", "#243034"),
    colorTextAccent: accent,
    colorTextLinkDefault: accent,
    colorTextLinkHover: accentHover,
    colorTextInteractiveHover: accentHover,
    colorBorderItemFocused: accent,
    colorBorderItemSelected: accent,
    colorBackgroundItemSelected: pale,
    colorBackgroundControlChecked: accent,
    colorBackgroundSegmentActive: accent,
    colorBorderInputFocused: accent,
    colorBackgroundButtonPrimaryDefault: accent,
    colorBackgroundButtonPrimaryHover: accentHover,
    colorBackgroundButtonPrimaryActive: accentActive,
    colorTextButtonPrimaryDefault: both("#ffffff", "#0d1c1e"),
    colorTextButtonPrimaryHover: both("#ffffff", "#0d1c1e"),
    colorTextButtonPrimaryActive: both("#ffffff", "#0d1c1e"),
    colorBorderButtonNormalDefault: accent,
    colorBorderButtonNormalHover: accentHover,
    colorBorderButtonNormalActive: accentActive,
    colorTextButtonNormalDefault: accent,
    colorTextButtonNormalHover: accentHover,
    colorTextButtonNormalActive: accentActive,
    colorBackgroundButtonNormalHover: pale,
    colorBackgroundButtonNormalActive: pale,
    colorBackgroundButtonLinkHover: pale,
    colorBackgroundButtonLinkActive: pale,
    colorBackgroundToggleCheckedDisabled: both("#a9d0d0", "#2b5457"),
  },
};

const violet = both("#4a3aa7", "#b6acff");
const violetHover = both("#382a87", "#cdc6ff");
const violetActive = both("#2c206d", "#e0dbff");
const paleViolet = both("#eceafb", "#2a2550");

/** The look of AnyCompany's own site, where it is another than ours. */
export const companyTheme = {
  tokens: {
    borderRadiusButton: "3px",
    borderRadiusContainer: "4px",
    borderRadiusInput: "3px",
    borderRadiusAlert: "3px",
    borderRadiusBadge: "3px",
    colorBackgroundLayoutMain: both("#f6f5fb", "#131120"),
    colorBackgroundContainerContent: both("#ffffff", "#1d1a2e"),
    colorBackgroundContainerHeader: both("#ffffff", "#1d1a2e"),
    colorBackgroundInputDefault: both("#ffffff", "#131120"),
    colorBackgroundButtonNormalDefault: both("#ffffff", "#1d1a2e"),
    colorBackgroundDropdownItemDefault: both("#ffffff", "#1d1a2e"),
    colorBackgroundDropdownItemHover: both("#eceafb", "#2a2550"),
    colorTextAccent: violet,
    colorTextLinkDefault: violet,
    colorTextLinkHover: violetHover,
    colorTextInteractiveHover: violetHover,
    colorBorderItemFocused: violet,
    colorBorderItemSelected: violet,
    colorBackgroundItemSelected: paleViolet,
    colorBackgroundControlChecked: violet,
    colorBackgroundSegmentActive: violet,
    colorBorderInputFocused: violet,
    colorBackgroundButtonPrimaryDefault: violet,
    colorBackgroundButtonPrimaryHover: violetHover,
    colorBackgroundButtonPrimaryActive: violetActive,
    colorTextButtonPrimaryDefault: both("#ffffff", "#17122f"),
    colorTextButtonPrimaryHover: both("#ffffff", "#17122f"),
    colorTextButtonPrimaryActive: both("#ffffff", "#17122f"),
    colorBorderButtonNormalDefault: violet,
    colorBorderButtonNormalHover: violetHover,
    colorBorderButtonNormalActive: violetActive,
    colorTextButtonNormalDefault: violet,
    colorTextButtonNormalHover: violetHover,
    colorTextButtonNormalActive: violetActive,
    colorBackgroundButtonNormalHover: paleViolet,
    colorBackgroundButtonNormalActive: paleViolet,
    colorBackgroundButtonLinkHover: paleViolet,
    colorBackgroundButtonLinkActive: paleViolet,
    colorBackgroundToggleCheckedDisabled: both("#bdb5e8", "#463d80"),
  },
};
