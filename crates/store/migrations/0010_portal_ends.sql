-- A portal session that is deleted with its person ended when it was ended, else when it was last used, and never later than
-- it expired.
DROP TRIGGER portal_sessions_leave_applications;
CREATE TRIGGER portal_sessions_leave_applications AFTER DELETE ON portal_sessions BEGIN
  UPDATE application_sessions SET portal_ended_at = min(coalesce(OLD.ended_at, OLD.last_seen_at), OLD.expires_at)
    WHERE portal_session = OLD.id;
END;

-- Ends that were noted before may be too late, and nothing tells the right ones any more.
DELETE FROM application_sessions WHERE portal_ended_at IS NOT NULL;
