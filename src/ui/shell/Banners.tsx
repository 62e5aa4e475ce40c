import { KeepingBanners } from "../runs/KeepingBanners.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { LINK, SOFTWARE } from "../strings/problems.ts";
import { Banner, CloseButton } from "./Banner.tsx";

/** What the small network needs to learn within a minute without a graphics card. */
const SMALL = {
  net: "lenet-small",
  data: "digits",
  epochs: 1,
  batch: 32,
  lr: 0.003,
  dropout: 0.25,
  testEvery: 50,
  testImages: 500,
} as const;

/** One line under the header where work goes on: slow graphics, an odd link, news. */
export function Banners() {
  const notice = useRace((state) => state.notice);
  const linkProblems = useRace((state) => state.linkProblems);
  const slow = useRace(
    (state) => state.device?.software === true && !state.softwareClosed && state.config.net !== SMALL.net,
  );
  const { change, dismiss } = useActions();
  return (
    <>
      {slow && (
        <Banner strong={SOFTWARE.strong} text={SOFTWARE.advice} warn>
          <button type="button" className="btn" onClick={() => change(SMALL)}>
            {SOFTWARE.useSmall}
          </button>
          <button type="button" className="btn quiet" onClick={() => dismiss("software")}>
            {SOFTWARE.insist}
          </button>
        </Banner>
      )}
      {linkProblems.length > 0 && (
        <Banner strong={LINK.strong} text={linkProblems.slice(0, 6).join(" ")} warn>
          <CloseButton onClick={() => dismiss("linkProblems")} />
        </Banner>
      )}
      <KeepingBanners />
      {notice !== null && (
        <Banner strong="" text={notice}>
          <CloseButton onClick={() => dismiss("notice")} />
        </Banner>
      )}
    </>
  );
}
