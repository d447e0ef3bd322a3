"""The editor's desk: a page in the browser that shows an edition, redraws what changes and edits its sources."""
