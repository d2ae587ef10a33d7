/** Recipes from elsewhere: fetches bases, packs recipes for others, checks signatures. */
package org.distroc.share;
