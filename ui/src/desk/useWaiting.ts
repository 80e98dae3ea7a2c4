import { useEffect, useState } from "react";
import { api, onChange, outcome } from "../api/client";
import { isOpen } from "./calls";

/** What waits for the person on the desk. */
export interface Waiting {
  /** Mail that was not read. */
  unread: number;
  /** Calls that were not answered. */
  ringing: number;
}

async function unreadMail(): Promise<Partial<Waiting>> {
  const answer = await outcome(api.GET("/desk/mail"));
  return answer.ok ? { unread: answer.data.messages.filter((message) => !message.read).length } : {};
}

async function openCalls(): Promise<Partial<Waiting>> {
  const answer = await outcome(api.GET("/desk/phone"));
  return answer.ok ? { ringing: answer.data.calls.filter(isOpen).length } : {};
}

/** Asked again after every change. */
export function useWaiting(): Waiting {
  const [waiting, setWaiting] = useState<Waiting>({ unread: 0, ringing: 0 });
  useEffect(() => {
    let live = true;
    const ask = () => {
      for (const asked of [unreadMail(), openCalls()])
        void asked.then((part) => {
          if (live) setWaiting((before) => ({ ...before, ...part }));
        });
    };
    ask();
    const stop = onChange(ask);
    return () => {
      live = false;
      stop();
    };
  }, []);
  return waiting;
}
