/**
 * Bills of materials: what of whom is in an image, in the form that other programs read. The
 * library that writes them takes a third of a second to load, so only the verb for them comes here.
 */
package org.distroc.sbom;
