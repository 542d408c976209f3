// Theme variables as VS Code hands them to a webview: enough of Dark Modern, Light Modern and the high-contrast themes.
const shared = {
  'font-family': "'Ubuntu', 'DejaVu Sans', system-ui, sans-serif",
  'font-size': '13px',
  'editor-font-family': "'DejaVu Sans Mono', monospace",
  'editor-font-size': '13px',
};

const dark = {
  foreground: '#cccccc', 'editor-background': '#1f1f1f', 'editor-foreground': '#cccccc', descriptionForeground: '#9d9d9d',
  disabledForeground: 'rgba(204,204,204,0.5)', errorForeground: '#f85149', focusBorder: '#0078d4', 'icon-foreground': '#cccccc',
  'panel-border': '#2b2b2b', 'editorGroup-border': 'rgba(255,255,255,0.09)', 'badge-background': '#616161', 'badge-foreground': '#f8f8f8',
  'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1', 'button-border': 'rgba(255,255,255,0.07)',
  'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c',
  'input-background': '#313131', 'input-border': '#3c3c3c', 'input-foreground': '#cccccc', 'input-placeholderForeground': '#989898',
  'dropdown-background': '#313131', 'dropdown-border': '#3c3c3c', 'dropdown-foreground': '#cccccc', 'settings-dropdownListBorder': '#454545',
  'checkbox-background': '#313131', 'checkbox-border': '#3c3c3c', 'checkbox-foreground': '#cccccc',
  'list-hoverBackground': '#2a2d2e', 'list-activeSelectionBackground': '#04395e', 'list-activeSelectionForeground': '#ffffff',
  'list-inactiveSelectionBackground': '#37373d', 'toolbar-hoverBackground': 'rgba(90,93,94,0.31)', 'menu-background': '#1f1f1f',
  'menu-foreground': '#cccccc', 'menu-border': '#454545', 'menu-selectionBackground': '#0078d4', 'menu-selectionForeground': '#ffffff',
  'inputOption-activeBackground': 'rgba(36,137,219,0.51)', 'inputOption-activeBorder': '#2488db', 'inputOption-activeForeground': '#ffffff',
  'editorHoverWidget-background': '#202020', 'editorHoverWidget-foreground': '#cccccc', 'editorHoverWidget-border': '#454545',
  'editorWidget-background': '#202020', 'progressBar-background': '#0078d4', 'scrollbarSlider-background': 'rgba(121,121,121,0.4)',
  'scrollbarSlider-hoverBackground': 'rgba(100,100,100,0.7)', 'scrollbarSlider-activeBackground': 'rgba(191,191,191,0.4)',
  'textLink-foreground': '#4daafc', 'textLink-activeForeground': '#4daafc', 'editorInfo-foreground': '#3794ff', 'editorWarning-foreground': '#cca700',
  'charts-foreground': '#cccccc', 'charts-lines': 'rgba(204,204,204,0.5)', 'charts-red': '#f14c4c', 'charts-blue': '#3794ff',
  'charts-yellow': '#cca700', 'charts-orange': '#d18616', 'charts-green': '#89d185', 'charts-purple': '#b180d7', 'widget-shadow': 'rgba(0,0,0,0.36)',
};

const light = {
  ...dark,
  foreground: '#3b3b3b', 'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b', descriptionForeground: '#3b3b3b',
  disabledForeground: 'rgba(97,97,97,0.5)', focusBorder: '#005fb8', 'icon-foreground': '#3b3b3b', 'panel-border': '#e5e5e5',
  'editorGroup-border': '#e5e5e5', 'badge-background': '#cccccc', 'badge-foreground': '#3b3b3b', 'button-background': '#005fb8',
  'button-hoverBackground': '#0258a8', 'button-border': 'rgba(0,0,0,0.1)', 'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b', 'button-secondaryHoverBackground': '#cccccc', 'input-background': '#ffffff',
  'input-border': '#cecece', 'input-foreground': '#3b3b3b', 'input-placeholderForeground': '#767676', 'dropdown-background': '#ffffff',
  'dropdown-border': '#cecece', 'dropdown-foreground': '#3b3b3b', 'checkbox-background': '#f8f8f8', 'checkbox-border': '#cecece',
  'checkbox-foreground': '#3b3b3b', 'list-hoverBackground': '#f2f2f2', 'list-activeSelectionBackground': '#e8e8e8',
  'list-activeSelectionForeground': '#000000', 'list-inactiveSelectionBackground': '#e4e6f1', 'toolbar-hoverBackground': 'rgba(184,184,184,0.31)',
  'menu-background': '#ffffff', 'menu-foreground': '#3b3b3b', 'menu-border': '#cecece', 'menu-selectionBackground': '#005fb8',
  'inputOption-activeBackground': '#bed6ed', 'inputOption-activeBorder': '#005fb8', 'inputOption-activeForeground': '#000000',
  'editorHoverWidget-background': '#f8f8f8', 'editorHoverWidget-foreground': '#3b3b3b', 'editorHoverWidget-border': '#c8c8c8',
  'editorWidget-background': '#f8f8f8', 'progressBar-background': '#005fb8', 'scrollbarSlider-background': 'rgba(100,100,100,0.4)',
  'textLink-foreground': '#005fb8', 'textLink-activeForeground': '#005fb8', 'editorInfo-foreground': '#1a85ff', 'editorWarning-foreground': '#bf8803',
  'charts-foreground': '#3b3b3b', 'charts-lines': 'rgba(59,59,59,0.5)', 'charts-red': '#e51400', 'charts-blue': '#1a85ff',
  'charts-yellow': '#bf8803', 'charts-orange': '#d18616', 'charts-green': '#388a34', 'charts-purple': '#652d90', 'widget-shadow': 'rgba(0,0,0,0.16)',
};

const highContrast = {
  ...dark,
  foreground: '#ffffff', 'editor-background': '#000000', 'editor-foreground': '#ffffff', descriptionForeground: 'rgba(255,255,255,0.7)',
  focusBorder: '#f38518', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518', 'icon-foreground': '#ffffff', 'editorGroup-border': '#6fc3df',
  'panel-border': '#6fc3df', 'badge-background': '#000000', 'badge-foreground': '#ffffff', 'button-background': '#000000', 'button-foreground': '#ffffff',
  'button-hoverBackground': '#000000', 'button-border': '#6fc3df', 'button-secondaryBackground': '#000000', 'button-secondaryForeground': '#ffffff',
  'button-secondaryHoverBackground': '#000000', 'input-background': '#000000', 'input-border': '#6fc3df', 'input-foreground': '#ffffff',
  'dropdown-background': '#000000', 'dropdown-border': '#6fc3df', 'dropdown-foreground': '#ffffff', 'checkbox-background': '#000000',
  'checkbox-border': '#6fc3df', 'checkbox-foreground': '#ffffff', 'list-hoverBackground': 'rgba(255,255,255,0.1)',
  'list-activeSelectionBackground': '#000000', 'list-inactiveSelectionBackground': '#000000', 'toolbar-hoverBackground': 'transparent',
  'menu-background': '#000000', 'menu-foreground': '#ffffff', 'menu-border': '#6fc3df', 'menu-selectionBackground': '#000000',
  'menu-selectionBorder': '#f38518', 'editorHoverWidget-background': '#0c141f', 'editorHoverWidget-foreground': '#ffffff',
  'editorHoverWidget-border': '#6fc3df', 'editorWidget-background': '#0c141f', 'progressBar-background': '#6fc3df',
  'scrollbarSlider-background': 'rgba(111,195,223,0.6)', 'textLink-foreground': '#21a6ff', 'charts-foreground': '#ffffff',
  'charts-purple': '#b180d7',
};

export const themes = {
  dark: { bodyClass: 'vscode-dark', variables: { ...shared, ...dark } },
  light: { bodyClass: 'vscode-light', variables: { ...shared, ...light } },
  highContrast: { bodyClass: 'vscode-high-contrast', variables: { ...shared, ...highContrast } },
};
