package org.selfsup.train;

/**
 * Whether a run is learning, as far as its own figures tell.
 *
 * @param verdict in one word
 * @param cause what was seen; empty if all is well
 * @param advice what to change; empty if all is well
 */
public record Health(Verdict verdict, String cause, String advice) {

    /** Nothing suspicious was seen. */
    public static final Health OK = new Health(Verdict.OK, "", "");

    /** From well to lost. */
    public enum Verdict {
        /** Nothing suspicious. */
        OK(0),
        /** Learning, but something is out of balance. */
        WARN(1),
        /** What comes out no longer depends on what goes in. */
        COLLAPSED(2);

        private final int level;

        Verdict(int level) {
            this.level = level;
        }

        /** 0 for well to 2 for lost, for tables of numbers. */
        public int level() {
            return level;
        }
    }

    /** The verdict, and what to do where it is not OK. */
    @Override
    public String toString() {
        return verdict == Verdict.OK ? "OK" : verdict + ": " + cause + "; " + advice;
    }
}
