/** Commands that set this computer up: first start, devices, training. */
import { call } from "./call";
import type { DeviceStates, DeviceView, FirstStartView, PassphraseView, ProvisioningView, SessionView } from "./types";

export const firstStart = {
  view: () => call<FirstStartView>("first_start_view"),
  passphrase: (passphrase: string) => call<PassphraseView>("passphrase_check", { passphrase }),
  create: (passphrase: string, again: string) => call<FirstStartView>("device_create", { passphrase, again }),
  pickRequest: (fileName: string) => call<string | null>("request_pick", { fileName }),
  writeRequest: (path: string, label: string) => call<FirstStartView>("request_write", { path, label }),
  pickGrant: () => call<string | null>("provisioning_pick"),
  checkGrant: (path: string) => call<ProvisioningView>("provisioning_check", { path }),
  acceptGrant: (path: string, seal: string) => call<FirstStartView>("provisioning_accept", { path, seal }),
  step: (step: string, left: boolean) => call<FirstStartView>("setup_step", { step, left }),
};

export const device = {
  view: () => call<DeviceView>("device_view"),
  states: () => call<DeviceStates>("device_states"),
  saveScanner: (path: string) => call<DeviceStates>("scanner_save", { path }),
};

export const training = {
  enter: () => call<SessionView>("training_enter"),
  leave: () => call<SessionView>("training_leave"),
  reset: () => call<SessionView>("training_reset"),
};
