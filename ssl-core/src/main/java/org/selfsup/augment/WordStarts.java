package org.selfsup.augment;

import java.util.Arrays;
import org.selfsup.data.Tokenizer;
import org.selfsup.data.Vocabulary;

/** Where the words of a sequence begin; a special token is no word but ends the one before. */
final class WordStarts {

    private WordStarts() {}

    /** First token and token behind the last of each word, in turn. */
    static int[] of(TokenSequence tokens, Tokenizer tokenizer) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        int[] ids = tokens.ids();
        int[] words = new int[2 * tokens.length()];
        int count = 0;
        for (int i = 0; i < tokens.length(); i++) {
            if (vocabulary.isSpecial(ids[i])) {
                continue;
            }
            boolean goesOn =
                    count > 0
                            && words[count - 1] == i
                            && tokenizer.continuesWord(ids[i - 1], ids[i]);
            if (goesOn) {
                words[count - 1] = i + 1;
            } else {
                words[count++] = i;
                words[count++] = i + 1;
            }
        }
        return Arrays.copyOf(words, count);
    }
}
