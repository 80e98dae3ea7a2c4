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
