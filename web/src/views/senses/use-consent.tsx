/** Does something only where it was agreed to; asks first where it was not. */

import { useState } from "preact/hooks";

import { agree, consentOf, type Consent } from "../../api/consents";
import { sentenceOf } from "../../app/sentence-of";
import { consentTerms } from "../../ui/consent-terms";
import { ConsentDialog } from "./consent-dialog";

interface Asked {
  consent: Consent;
  then: () => void;
}

type ConsentName = "camera" | "calibration" | "notes";

export function useConsent(name: ConsentName, onProblem: (message: string) => void) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const failed = (error: unknown): void => {
    onProblem(sentenceOf(error));
  };
  const withConsent = (then: () => void): void => {
    consentOf(name)
      .then((consent) => {
        if (!consent || consent.agreed_at) then();
        else setAsked({ consent, then });
      })
      .catch(failed);
  };
  const dialog = asked && (
    <ConsentDialog
      consent={asked.consent}
      onRefuse={() => {
        setAsked(null);
      }}
      onAgree={() => {
        setAsked(null);
        agree(name, consentTerms(asked.consent)).then(asked.then).catch(failed);
      }}
    />
  );
  return { withConsent, dialog };
}
