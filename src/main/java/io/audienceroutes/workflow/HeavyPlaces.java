package io.audienceroutes.workflow;

/**
 * Places for the stages that take memory and processors. A stage is claimed together with its place, so that no thread
 * waits with a claim in hand while stages that only wait for TikTok are ready.
 */
public interface HeavyPlaces {
    /** As many as anybody asks for. */
    HeavyPlaces UNBOUNDED = new HeavyPlaces() {
        @Override
        public boolean tryBegin() {
            return true;
        }

        @Override
        public void end() {
            // Nothing was taken
        }

        @Override
        public boolean crowded() {
            return false;
        }
    };

    /** Takes a place for this thread, if one is free. */
    boolean tryBegin();

    /** Gives back the place of this thread, if it has one. */
    void end();

    /** Whether as many threads as there are places wait for one already. */
    boolean crowded();
}
