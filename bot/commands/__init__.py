"""One file per command of `mazok`; each exports a click command named `command`."""
