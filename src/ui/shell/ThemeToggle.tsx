import { SHELL } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";
import { chooseTheme, type Theme, useTheme } from "./theme.ts";

export function ThemeToggle() {
  const next: Theme = useTheme() === "dark" ? "light" : "dark";
  return (
    <button type="button" className="btn quiet" title={SHELL.themeTitle} onClick={() => chooseTheme(next)}>
      <Icon name={next === "dark" ? "moon" : "sun"} />
      {next === "dark" ? SHELL.toDark : SHELL.toLight}
    </button>
  );
}
