"""How the app is laid out. Areas differ by background, not by drawn lines: box characters are two cells wide in some East Asian terminals."""

CSS = """
Screen { background: $background; color: $foreground; scrollbar-size: 1 1; }
* { scrollbar-size: 1 1; scrollbar-color: $primary; scrollbar-background: $panel; scrollbar-corner-color: $panel; }

#title { height: 1; background: $panel; padding: 0 1; }
#title-name { width: auto; text-style: bold; color: $primary; }
#title-held { width: 1fr; padding: 0 2; height: 1; color: $text-muted; }
#title-model { width: auto; max-width: 60%; height: 1; padding: 0 1; color: $text-accent; }
#title-state { width: auto; height: 1; color: $text-muted; }
#body { height: 1fr; }

#talk { width: 1fr; }
ConversationView { height: 1fr; padding: 0 1; }
Welcome, Exchange, .examples { height: auto; }
Welcome { margin-bottom: 1; }
Exchange { margin-bottom: 1; padding: 0 1; }
Exchange.-selected { background: $surface; }
Exchange:focus { background: $panel; }
Exchange .trail { color: $text-muted; padding-left: 2; }
Exchange .answer { padding-left: 2; }
Exchange.-declined .answer { color: $text-warning; }
Exchange.-failed .answer { color: $text-error; text-style: bold; }
.warning { color: $text-warning; padding-left: 2; }
.told { color: $text-muted; padding-left: 2; }
Offer { height: auto; padding-left: 2; color: $primary; }
Offer:hover { text-style: underline; }
Offer:focus { text-style: reverse; }

#line { height: 1; background: $panel; padding: 0 1; }
#prompt { width: 2; text-style: bold; color: $accent; }
AskLine, AskLine:focus { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
Screen.-tall #line { height: 3; padding: 1; }

EvidencePane { width: 48%; background: $surface; padding-left: 1; }
EvidencePane .head { margin-top: 1; color: $text-muted; }
EvidencePane .head.-selected { text-style: bold; color: $foreground; background: $panel; }
EvidencePane .passage, EvidencePane .sql { padding-left: 2; }
EvidencePane #address { height: auto; color: $text-accent; }
EvidencePane DataTable { height: auto; max-height: 24; background: $surface; }
TabbedContent, TabPane, ContentSwitcher { height: 1fr; padding: 0; }
Tabs { height: 1; }
Tabs Underline { display: none; }
Tabs #tabs-list-bar, Tabs #tabs-list { height: 1; }
Tab { height: 1; color: $text-muted; }
Tab.-active { text-style: bold reverse; }
Toast { border: none; padding: 0 1; background: $panel; }

Screen.-narrow EvidencePane { display: none; }
Screen.-narrow.-evidence EvidencePane { display: block; width: 100%; }
Screen.-narrow.-evidence #talk { display: none; }
Screen.-wide.-no-evidence EvidencePane { display: none; }

ListScreen, HelpScreen { background: $background; }
ListScreen > Static, HelpScreen > Static { padding: 0 1; height: auto; }
ListScreen .list-title, HelpScreen .list-title { background: $panel; text-style: bold; }
ListScreen DataTable { height: 1fr; }
ListScreen #whole { max-height: 6; color: $text-muted; }
HelpScreen VerticalScroll { height: 1fr; padding: 1; }

CommandPalette > Vertical { border: none; }
CommandPalette SearchIcon { display: none; }
CommandPalette #--input { border: none; height: 1; padding: 0 1; }
CommandPalette Input, CommandPalette Input:focus { border: none; padding: 0; height: 1; }
CommandPalette CommandList { border: none; height: auto; max-height: 18; }
"""
