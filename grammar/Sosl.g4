// SOSL, the search language: FIND {words} IN ... FIELDS RETURNING Object(fields WHERE ...) ...  Syntax only, no actions.
//
// Its WHERE, ORDER BY and field lists are SOQL's own rules.  Words that the server reads without a grammar (FIELDS in
// IN ALL FIELDS, what follows WITH and UPDATE) are any word here and checked by sosl/parse.  The text in the braces is one
// token, read by sosl/parse_words.
parser grammar Sosl;

options { tokenVocab = SalesforceLexer; }

import Soql;

search : FIND searchText groupClause? returningClause? searchWith* limitClause? searchUpdate? EOF ;

searchText : SEARCH_TEXT | SEARCH_STRING ;

groupClause : IN_ group=searchName fields=groupFields ;

groupFields : IDENTIFIER | FIELDS ;

returningClause : RETURNING returned (COMMA returned)* ;

returned : returnedObject (LPAREN returnedField (COMMA returnedField)* whereClause? listViewClause? orderByClause? returnedLimit?
           returnedOffset? returnedEnd)? ;

returnedObject : identifier ;
returnedField  : fieldExpr alias? ;
returnedLimit  : LIMIT integer ;
returnedOffset : OFFSET integer ;
returnedEnd    : RPAREN ;

listViewClause : USING listView ;
listView       : IDENTIFIER EQ identifier ;

searchWith
    : WITH DATA CATEGORY dataCategory (AND_ dataCategory)*                            # searchWithCategory
    | WITH searchName EQ (stringLiteral | TRUE_ | FALSE_)                             # searchWithValue
    | WITH searchName IN_ LPAREN stringLiteral (COMMA stringLiteral)* RPAREN          # searchWithList
    | WITH searchName (LPAREN searchOption (COMMA searchOption)* RPAREN)?             # searchWithWord
    ;

searchOption : searchName EQ (stringLiteral | integer | TRUE_ | FALSE_) ;

searchUpdate : UPDATE searchName (COMMA searchName)* ;

// Where the server takes any word.
searchName : IDENTIFIER | openWord ;
