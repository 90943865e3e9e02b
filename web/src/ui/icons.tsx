/** Small pictures, drawn in the colour of the text beside them. */

import type { ComponentChildren } from "preact";

interface IconProps {
  size?: number;
}

function line(children: ComponentChildren) {
  return function Icon({ size = 22 }: IconProps) {
    return (
      <svg
        class="icon"
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        {children}
      </svg>
    );
  };
}

function solid(path: string) {
  return function Icon({ size = 22 }: IconProps) {
    return (
      <svg
        class="icon"
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="currentColor"
        aria-hidden="true"
      >
        <path d={path} />
      </svg>
    );
  };
}

export const PlayIcon = solid(
  "M8 5.1c0-.9 1-1.5 1.8-1l10.1 6.2c.8.5.8 1.6 0 2.1L9.8 19.9c-.8.5-1.8-.1-1.8-1z",
);
export const PauseIcon = solid(
  "M7 4.5h2.5a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1zm7.5 0H17a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-2.500a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1z",
);
export const SkipIcon = solid(
  "M5 5.600c0-.8.9-1.3 1.6-.8l8.4 5.600V5.500a1 1 0 0 1 1-1h1a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-1a1 1 0 0 1-1-1v-4.900l-8.4 5.600c-.7.5-1.6 0-1.6-.8z",
);
export const HeartFullIcon = solid(
  "M12 20.3 4.6 13C2.6 11 2.6 7.9 4.5 6s5-1.9 6.9 0l.6.6.6-.6c1.9-1.9 5-1.9 6.9 0s1.9 5-.1 7z",
);

export const ReplayIcon = line(<path d="M4 4v5h5M4.6 9A8 8 0 1 1 4 13" />);
export const HeartIcon = line(
  <path d="M12 20 4.7 12.800c-1.9-1.9-1.9-4.9 0-6.700s4.8-1.8 6.6 0l.7.7.7-.7c1.8-1.8 4.8-1.8 6.6 0s1.9 4.8 0 6.700z" />,
);
export const BanIcon = line(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m6 6 12 12" />
  </>,
);
export const VolumeIcon = line(
  <path d="M4 9.500v5h3.500L12 18.500v-13L7.5 9.500zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />,
);
export const MoonIcon = line(<path d="M19.5 14.200A8 8 0 0 1 9.8 4.500a8 8 0 1 0 9.7 9.700z" />);
export const StopIcon = line(<rect x="6" y="6" width="12" height="12" rx="2" />);
export const MoreIcon = line(<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />);
export const CloseIcon = line(<path d="m6 6 12 12M18 6 6 18" />);
export const NowIcon = line(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.500v17M3.5 12h17" opacity=".45" />
    <circle cx="14.8" cy="9.2" r="1.6" fill="currentColor" />
  </>,
);
export const JourneyIcon = line(<path d="M3 16c3 0 3-8 6.5-8S13 16 16 16s2.5-5 5-7" />);
export const LibraryIcon = line(
  <>
    <path d="M9 18V6l10-2v12" />
    <circle cx="6.5" cy="18" r="2.5" />
    <circle cx="16.5" cy="16" r="2.5" />
  </>,
);
export const SensesIcon = line(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="2.8" />
  </>,
);
export const PrivacyIcon = line(
  <>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2.5" />
    <path d="M8 10.500V8a4 4 0 0 1 8 0v2.5" />
  </>,
);
export const CameraIcon = line(
  <>
    <path d="M4 8h3l1.5-2.500h7L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z" />
    <circle cx="12" cy="13" r="3.2" />
  </>,
);
export const SettingsIcon = line(
  <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.800v4.400M9 14.800v4.4" />,
);
