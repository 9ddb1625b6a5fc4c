"""Abuse: who means harm, one file a case; how they do it is the crowd's, what came of it the judge's."""
