import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { SHELL } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";
import { chooseTheme, currentTheme, type Theme } from "./theme.ts";

export function ThemeToggle() {
  useMediaQuery("(prefers-color-scheme: dark)");
  const [, redraw] = useState<Theme>();
  const next: Theme = currentTheme() === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      className="btn quiet"
      title={SHELL.themeTitle}
      onClick={() => {
        chooseTheme(next);
        redraw(next);
      }}
    >
      <Icon name={next === "dark" ? "moon" : "sun"} />
      {next === "dark" ? SHELL.toDark : SHELL.toLight}
    </button>
  );
}
