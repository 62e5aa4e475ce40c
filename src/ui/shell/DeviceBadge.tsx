import type { DeviceInfo } from "../../worker/protocol.ts";
import { useRace } from "../storeContext.ts";
import { DEVICE } from "../strings/shell.ts";

/** The device in as few words as tell it from another. */
export function deviceName({ vendor, architecture, description }: DeviceInfo): string {
  const short =
    description
      .split(/[(,]/)[0]
      ?.replace(/ Device\s*$/, "")
      .trim() ?? "";
  const name =
    short !== "" && short.length <= 28
      ? short
      : [vendor, architecture].filter((part) => part !== "").join(" ");
  return name === "" ? DEVICE.unnamed : name.charAt(0).toUpperCase() + name.slice(1);
}

export function DeviceBadge() {
  const device = useRace((state) => state.device);
  const problem = useRace((state) => state.problem);
  const gone = device === null && problem !== null;
  const tone = gone ? "bad" : device === null ? "idle" : device.software ? "warn" : "ok";
  const words =
    device !== null
      ? (device.software ? DEVICE.software : DEVICE.webgpu)(deviceName(device))
      : gone
        ? DEVICE.none
        : DEVICE.asking;
  return (
    <span className="device" title={device?.description || undefined}>
      <i className={`dot ${tone}`} />
      <span>{words}</span>
    </span>
  );
}
