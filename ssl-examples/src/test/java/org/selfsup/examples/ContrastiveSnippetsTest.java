package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedNGramViews;
import org.selfsup.augment.NGramMasking;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenViews;
import org.selfsup.contrastive.graph.M3s;
import org.selfsup.contrastive.text.InfoWord;
import org.selfsup.contrastive.text.SimCse;
import org.selfsup.data.Corpus;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;
import org.selfsup.encoder.GcnLayer;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.train.TrainingPlan;

/** The code of the contrastive methods' pages. */
class ContrastiveSnippetsTest extends SnippetContext {

    private final Corpus toy = ToyText.generate(300, 0);
    private final WordTokenizer tokenizer = WordTokenizer.of(toy.text(), 1, true);
    private final Vocabulary vocabulary = tokenizer.vocabulary();
    private final Samples<Tokens> windows = toy.windows(tokenizer, 62, 1, 0.1).train();
    private final Transformer.Config layers = Transformer.Config.of(32, 1, 2).withPositions(64);

    @Test
    void m3s() throws IOException {
        NodeSet nodes = nodes();
        TrainingPlan plan = plan(1);
        int classes = nodes.knownLabels().names().size();
        // snippet: m3s
        NodeSet few = nodes.labelled(4, 0); // four nodes of each class, others are not told
        M3s.Config config = new M3s.Config(4, 200, 20);
        M3s method = new M3s(GraphEncoders.gcn(64), new GcnLayer(classes), config);
        List<M3s.Stage> stages = method.run(few, plan, manager); // the plan is of one stage
        // end
        assertThat(stages).hasSize(4);
        assertThat(stages.get(0).labelled()).isEqualTo(16);
    }

    @Test
    void infoWord() throws Exception {
        Corruption onlyMasks = new Corruption(vocabulary, 1, 0, true);
        // snippet: infoword
        TextTransformer encoder =
                new TextTransformer(new TextTransformer.Config(vocabulary.size(), layers));
        InfoWord infoWord = new InfoWord(encoder, 1);
        Views<Tokens> views =
                new MaskedNGramViews(
                        64,
                        List.of(SequenceEnds.of(vocabulary)),
                        new NGramMasking(vocabulary, 0.15),
                        onlyMasks);
        // end
        assertTrains(infoWord, windows, views);
    }

    @Test
    void simCse() throws Exception {
        int words = vocabulary.size();
        // snippet: simcse
        TextTransformer.Config config = new TextTransformer.Config(words, layers.withDropout(0.1f));
        SimCse simCse = new SimCse(new TextTransformer(config), SimCse.PAPER);
        // end
        assertTrains(
                simCse,
                windows,
                new TokenViews(64, 0, List.of(List.of(SequenceEnds.of(vocabulary)))));
    }
}
