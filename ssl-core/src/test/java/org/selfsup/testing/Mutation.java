package org.selfsup.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damage to a file: bits, bytes, numbers and whole stretches, most often near its start. */
final class Mutation {

    private static final int HEADER = 64;

    /** What damages a number in binary. */
    private static final List<Long> EXTREMES =
            List.of(
                    0L,
                    1L,
                    -1L,
                    127L,
                    128L,
                    255L,
                    256L,
                    32_767L,
                    32_768L,
                    65_535L,
                    65_536L,
                    (long) Integer.MAX_VALUE,
                    (long) Integer.MIN_VALUE,
                    0xffff_ffffL,
                    1L << 32,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE);

    /** What damages a number in a text. */
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "2",
                    "7",
                    "0.5",
                    "999999",
                    "2147483647",
                    "2147483648",
                    "-2147483648",
                    "4294967295",
                    "9223372036854775807",
                    "99999999999999999999",
                    "1e-300",
                    "1e300",
                    "1e999",
                    "NaN");

    /** What damages a word or a bracket in a text. */
    private static final List<String> WORDS =
            List.of(
                    "",
                    "0",
                    "1",
                    "null",
                    "true",
                    "false",
                    "\"\"",
                    "{}",
                    "[]",
                    "[",
                    "}",
                    ",",
                    ":",
                    "\t",
                    "\n",
                    "\0",
                    "\\ud800",
                    "\u00e9",
                    "\ud83d\ude00",
                    "[".repeat(3_000),
                    "{\"a\":".repeat(3_000));

    private Mutation() {}

    static byte[] of(byte[] whole, RandomGenerator random) {
        byte[] bytes = whole.clone();
        int edits = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
        for (int i = 0; i < edits && bytes.length > 0; i++) {
            bytes = edit(bytes, random);
        }
        return bytes;
    }

    private static byte[] edit(byte[] bytes, RandomGenerator random) {
        int reach = random.nextBoolean() ? Math.min(HEADER, bytes.length) : bytes.length;
        int at = random.nextInt(reach);
        return switch (random.nextInt(14)) {
            case 0, 1 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 2 -> {
                bytes[at] = (byte) random.nextInt();
                yield bytes;
            }
            case 3, 4, 5 -> extreme(bytes, at, random);
            case 6 -> replace(bytes, word(bytes, at), utf8(WORDS, random));
            case 7, 8 -> replace(bytes, number(bytes, at), utf8(NUMBERS, random));
            case 9, 10 -> { // a word from elsewhere
                Span other = word(bytes, random.nextInt(bytes.length));
                yield replace(bytes, word(bytes, at), other.of(bytes));
            }
            case 11 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 12 -> { // bytes from nowhere
                byte[] noise = new byte[1 + random.nextInt(40)];
                if (random.nextBoolean()) {
                    random.nextBytes(noise);
                }
                yield replace(bytes, new Span(at, at), noise);
            }
            default -> { // a stretch is copied to another place, over what is there or between
                int from = random.nextInt(bytes.length);
                int to = from + 1 + random.nextInt(Math.min(200, bytes.length - from));
                Span over = new Span(at, random.nextBoolean() ? at + to - from : at);
                yield replace(bytes, over, new Span(from, to).of(bytes));
            }
        };
    }

    /** Bytes from a place up to another, that one not included. */
    private record Span(int from, int to) {

        byte[] of(byte[] bytes) {
            return Arrays.copyOfRange(bytes, from, to);
        }
    }

    /** A number of 1, 2, 4 or 8 bytes of either order. */
    private static byte[] extreme(byte[] bytes, int at, RandomGenerator random) {
        long value = EXTREMES.get(random.nextInt(EXTREMES.size())) + random.nextInt(-1, 2);
        int width = 1 << random.nextInt(4);
        int start = random.nextBoolean() ? at : at / width * width;
        boolean little = random.nextBoolean();
        for (int i = 0; i < width && start + i < bytes.length; i++) {
            bytes[start + i] = (byte) (value >> (8 * (little ? i : width - 1 - i)));
        }
        return bytes;
    }

    /** The word a byte is in; a byte that is in none. */
    private static Span word(byte[] bytes, int at) {
        int from = at;
        while (from > 0 && isWord(bytes[from - 1])) {
            from--;
        }
        int to = at;
        while (to < bytes.length && isWord(bytes[to])) {
            to++;
        }
        return new Span(from, Math.max(to, at + 1));
    }

    private static boolean isWord(byte b) {
        return Character.isLetterOrDigit(b) || b == '-' || b == '.' || b == '_';
    }

    /** The next word that is a number, or else a word. */
    private static Span number(byte[] bytes, int at) {
        for (int i = at; i < bytes.length; i++) {
            if (Character.isDigit(bytes[i])) {
                return word(bytes, i);
            }
        }
        return word(bytes, at);
    }

    private static byte[] utf8(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] replace(byte[] bytes, Span span, byte[] by) {
        int rest = Math.min(bytes.length, span.to);
        byte[] replaced = Arrays.copyOf(bytes, span.from + by.length + bytes.length - rest);
        System.arraycopy(by, 0, replaced, span.from, by.length);
        System.arraycopy(bytes, rest, replaced, span.from + by.length, bytes.length - rest);
        return replaced;
    }
}
