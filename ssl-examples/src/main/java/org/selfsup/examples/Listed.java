package org.selfsup.examples;

/** A command that {@code list} shows. */
interface Listed {

    /** Where the method belongs in the field: generative, contrastive or adversarial. */
    String family();
}
